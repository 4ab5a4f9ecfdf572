"""The shared vectors are beside the repository, or their tests do not exist."""

from tests.telemetry.codecs.vectors import FOLDER

collect_ignore = [] if FOLDER.is_dir() else ["test_vectors.py", "test_nmea_vectors.py"]
