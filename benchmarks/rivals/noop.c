/* The libmosquitto no-op: drains a queue, acknowledges, counts, does nothing.
 * cc -O2 -o noop noop.c -lmosquitto; noop HOST PORT COUNT. Speaks like benchmarks/drainer.py. */
#include <mosquitto.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static long wanted, seen;
static int subscribed;

static void on_connect(struct mosquitto *client, void *data, int rc) {
    if (!rc) mosquitto_subscribe(client, NULL, "v1/+/up/+", 1);
}
static void on_subscribe(struct mosquitto *c, void *d, int mid, int n, const int *qos) { subscribed = 1; }
static void on_message(struct mosquitto *c, void *d, const struct mosquitto_message *m) { seen++; }

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static void session(const char *host, int port, int drain) {
    struct mosquitto *client = mosquitto_new("bench-consumer", 0, NULL);
    mosquitto_connect_callback_set(client, on_connect);
    mosquitto_subscribe_callback_set(client, on_subscribe);
    mosquitto_message_callback_set(client, on_message);
    mosquitto_max_inflight_messages_set(client, 0);
    if (mosquitto_connect(client, host, port, 60)) exit(1);
    while (drain ? seen < wanted : !subscribed)
        if (mosquitto_loop(client, 1000, 1)) exit(1);
    while (mosquitto_want_write(client)) mosquitto_loop_write(client, 1);
    mosquitto_disconnect(client);
    mosquitto_loop(client, 100, 1);
    mosquitto_destroy(client);
}

int main(int argc, char **argv) {
    int port = atoi(argv[2]);
    wanted = atol(argv[3]);
    mosquitto_lib_init();
    session(argv[1], port, 0);
    puts("ready");
    fflush(stdout);
    if (getchar() == EOF) return 1;
    double begun = now();
    session(argv[1], port, 1);
    printf("{\"seconds\": %.6f, \"stored\": %ld}\n", now() - begun, seen);
    return 0;
}
