// Key pairs for tests: everybody who plays a part in them, by name.
#ifndef TEST_SUPPORT_TEST_KEYS_H
#define TEST_SUPPORT_TEST_KEYS_H

#include "protocol/words.h"

enum test_key_owner {
    KEY_OF_IDENTITY,
    KEY_OF_RECOVERY,
    KEY_OF_ADMIN,
    KEY_OF_ALICE,
    KEY_OF_BOB,
    KEY_OF_CAROL,
    KEY_OF_ROBOT,
    KEY_OF_CLOCK,
    KEY_OF_DAVE,
    KEY_OF_STRANGER,
    TEST_KEYS
};

struct test_key {
    uint8_t private_key[PRIVATE_KEY_SIZE];
    uint8_t point[POINT_SIZE];
};

extern const struct test_key test_keys[TEST_KEYS];

#endif
