// Numbers of the protocol and the operator as words, for the log.
#ifndef DOOR_BOARDS_EVERY_WORDS_H
#define DOOR_BOARDS_EVERY_WORDS_H

#include "door/guard/roster_judge.h"
#include "door/mqtt/session.h"
#include "door/operator/mailbox.h"

const char *word_of_action(unsigned action);
const char *word_of_result(unsigned result);
const char *word_of_what(unsigned what);
const char *word_of_state(unsigned state);
const char *word_of_outcome(unsigned outcome);
const char *word_of_roster_verdict(unsigned verdict);
const char *word_of_closing(unsigned closing);

#endif
