// How the 32 people of a door in fuzzing sign a Command, as a phone and as a browser do it.
#ifndef TEST_FUZZ_PEOPLE_SIGN_H
#define TEST_FUZZ_PEOPLE_SIGN_H

#include "protocol/command.h"

// room: COMMAND_MOST bytes. Gives the whole message.
struct bytes people_sign_raw(size_t who, const struct command *command, uint8_t *room);
struct bytes people_sign_with_passkey(size_t who, const struct command *command, uint8_t *room);

#endif
