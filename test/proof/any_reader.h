// A body for decoders that read with any_reader.c.
#ifndef TEST_PROOF_ANY_READER_H
#define TEST_PROOF_ANY_READER_H

#include "base/bytes.h"

enum {
    ANY_READER_MOST = 4096 // more than the door's room for a packet
};

struct bytes any_body(void);

#endif
