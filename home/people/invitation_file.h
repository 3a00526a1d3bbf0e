// The file that an invited machine is given: all it needs to find the broker, to believe it and the
// doors, and to ask to be let in. Whoever has it can ask: it is kept at mode 0600 and carried over by
// hand. JSON, of format 1.
#ifndef HOME_PEOPLE_INVITATION_FILE_H
#define HOME_PEOPLE_INVITATION_FILE_H

#include "home/authority/certificate_text.h"
#include "home/authority/key.h"
#include "home/folder/doors.h"
#include "home/people/people.h"

#include <time.h>

enum {
    INVITED_PASSWORD_MOST = 64
};

struct invited_door {
    char name[NAME_MOST + 1];
    uint8_t point[POINT_SIZE]; // of its identity key
};

struct invitation_file {
    struct home_settings settings; // of the home that is made from it: `owner` is the invited user
    uint8_t role;
    time_t expires; // 0: it does not
    // A guest's own key, which is in the roster already; of the others, the invite key, by which they
    // ask for a key of their own.
    uint8_t key[PRIVATE_KEY_SIZE];
    uint8_t tls_key[PRIVATE_KEY_SIZE];
    struct certificate_text certificate; // of tls_key, by which the broker knows him for now
    struct certificate_text server_root; // what the broker's certificate leads to
    // At a broker that takes passwords, of settings.broker_user; "": by certificate.
    char password[INVITED_PASSWORD_MOST + 1];
    size_t door_count;
    struct invited_door door[DOORS_MOST];
};

// Refuses a file that is there already.
MUST_USE bool invitation_file_write(const char *path, const struct invitation_file *file,
                                    struct failure *failure);

// Everything in it is judged before anything is believed.
MUST_USE bool invitation_file_read(const char *path, struct invitation_file *out,
                                   struct failure *failure);

#endif
