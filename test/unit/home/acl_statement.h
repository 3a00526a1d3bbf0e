// Who may write and who may read each topic, stated from docs/protocol.md alone: somebody else's words
// than home/broker/acl.c's.
#ifndef TEST_UNIT_HOME_ACL_STATEMENT_H
#define TEST_UNIT_HOME_ACL_STATEMENT_H

#include "protocol/words.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    TOPICS_MOST = 96,
    TOPIC_TEXT = 96
};

// What stands behind the door in a topic, or what kind of topic it is.
enum leaf {
    EPOCH,
    STATE,
    AVAILABILITY,
    COMMAND,
    ACK,
    EVENT,
    STORED,
    ROSTER,
    TIME,
    HOME_ASSISTANT_SET,
    ENROL,
    LOGIN,
    QUERY,
    REPLY,
    DISCOVERY,
    NOTHING // in no line of the table
};

struct topic {
    enum leaf leaf;
    const char *door;
    const char *user; // or invite8
    char text[TOPIC_TEXT];
};

struct somebody {
    const char *name; // at the broker
    uint8_t role;     // in people.json; 0: he is not there
    const char *door; // which he is, or the one he may at; NULL: all
    const char *invite8;
};

enum {
    ALICE,    // this command line
    FRANK,    // another owner, who signs rosters too
    KEEPER,   // not there in the second run
    OBSERVER, // the test's own: may everything
    GARAGE_DOOR,
    BARN_DOOR,
    OTHERS,
    EVERYBODY = OTHERS + 12
};

extern const struct somebody everybody[EVERYBODY];
extern struct topic topics[TOPICS_MOST];
extern size_t topic_count;

// Fills topics: those of the doors garage and barn, of attic, which is none, and of the home.
void state_topics(void);

bool may_write(const struct somebody *who, const struct topic *topic, bool keeper_is_there);
bool may_read(const struct somebody *who, const struct topic *topic, bool keeper_is_there);

#endif
