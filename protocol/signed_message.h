// What all signed messages share: the magic stands first; sig64 = r | s stands last and covers every
// byte before it.
#ifndef PROTOCOL_SIGNED_MESSAGE_H
#define PROTOCOL_SIGNED_MESSAGE_H

#include "base/bytes.h"
#include "base/must_use.h"
#include "base/reader.h"
#include "base/writer.h"
#include "protocol/words.h"

struct signed_message {
    struct bytes covered;     // what the signature is over
    const uint8_t *signature; // SIGNATURE_SIZE bytes; they identify nothing: s and n - s both hold
};

// Splits a whole message; false when it is too short to carry a magic and a signature.
MUST_USE bool signed_message_split(struct bytes message, struct signed_message *out);

// For a message of one fixed size: checks size and magic and lends the fields between magic and
// signature. False: not such a message, and *fields untouched.
MUST_USE bool signed_message_open(struct bytes message, size_t size, const char *magic,
                                  struct reader *fields);

// The four characters of a magic, as read and as written.
MUST_USE bool magic_read(struct reader *r, const char *magic);
void magic_write(struct writer *w, const char *magic);

#endif
