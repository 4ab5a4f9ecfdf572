"""Words about drivers, their sessions and their rule book."""

from fleet.desk.route import gated
from fleet.people import driver_commands as words
from fleet.people.driver import driver
from fleet.people.rule_book import PublishRuleDocument, rule_book
from fleet.people.training import HoldTraining, training
from fleet.reactions.briefing import of_itself, of_unit
from fleet.reactions.lookups import place_of
from fleet.reactions.lookups_people import new_place_of, of_appraisal, of_driver, versions_of

_DRIVER = "driver:{driver}"

PEOPLE = (
    gated(words.RegisterDriver, _DRIVER, driver, of_unit, place_of),
    gated(words.UpdateDriver, _DRIVER, driver, of_driver, new_place_of),
    gated(words.RecordLicence, _DRIVER, driver, of_driver),
    gated(words.SignPledge, _DRIVER, driver, of_driver),
    gated(words.SuspendDriver, _DRIVER, driver, of_driver),
    gated(words.ReinstateDriver, _DRIVER, driver, of_driver),
    gated(words.AcknowledgeRule, _DRIVER, driver, of_driver, versions_of),
    gated(words.ScoreDimension, _DRIVER, driver, of_appraisal),
    gated(words.AwardStars, _DRIVER, driver, of_appraisal),
    gated(HoldTraining, "training:{session}", training, of_itself),
    gated(PublishRuleDocument, "rule-book:{jurisdiction}", rule_book, of_itself),
)
