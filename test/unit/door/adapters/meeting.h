// A door, a broker, and the certificates they show each other; one connection at a time.
#ifndef TEST_UNIT_DOOR_ADAPTERS_MEETING_H
#define TEST_UNIT_DOOR_ADAPTERS_MEETING_H

#include "door/adapters/tls_bearssl.h"
#include "test/unit/door/adapters/broker_side.h"

#define DAY   INT64_C(86400)
#define NOW   INT64_C(1700000000)   // 14 November 2023
#define NEVER INT64_C(253402300799) // 99991231235959Z

struct pki {
    struct certified server_ca;
    struct certified intermediate; // by server_ca
    struct certified clients_ca;
    struct certified foreign_ca;       // bears the name of server_ca
    struct certified broker;           // home.test, by server_ca, for 90 days
    struct certified under;            // home.test, by intermediate
    struct certified other;            // other.test, by server_ca
    struct certified foreign;          // home.test, by foreign_ca
    struct certified door;             // by clients_ca
    struct certified client_as_broker; // home.test, by clients_ca
};

extern struct pki pki;
extern struct tls tls;
extern struct broker_side broker;
extern const uint8_t entropy[TLS_ENTROPY_LEAST];

// All begin a day before the moment given; make_pki is for NOW.
void make_pki(void);
void make_pki_from(int64_t unix_seconds);
void free_pki(void);

// What stands in the image of a door that trusts server_ca.
struct image door_image(void);

struct broker_wish usual_broker(void);

// Begins and shakes hands; broker_end is the test's to call.
void meet(const struct image *image, const struct broker_wish *wish, int64_t unix_seconds);

// The connection has failed with that error, and nothing can be said or heard over it.
void check_is_refused(enum tls_error error);

#endif
