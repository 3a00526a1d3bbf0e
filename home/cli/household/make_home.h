// Makes a home: built beside its place and put there when it is whole, so that an interrupted run
// leaves nothing half-made.
#ifndef HOME_CLI_HOUSEHOLD_MAKE_HOME_H
#define HOME_CLI_HOUSEHOLD_MAKE_HOME_H

#include "home/authority/authority.h"
#include "home/authority/recovery_sheet.h"
#include "home/folder/home.h"

enum {
    BROKER_PASSWORD_MOST = 128
};

struct home_request {
    const char *place;             // absolute
    struct home_settings settings; // organisation is drawn
    const struct passphrase *passphrase;
    time_t now;
    size_t extra_name_count; // more names of the broker
    const char *extra_names[CERTIFICATE_NAMES_MORE];
    // Of a broker that is somebody's own: see foreign_broker.h.
    char broker_password[BROKER_PASSWORD_MOST + 2];
    const char *broker_ca;
};

// What can be refused before a passphrase is asked for: the place, the clock, the owner's name.
MUST_USE bool make_home_allowed(const char *place, const struct home_request *request,
                                struct failure *failure);

// The sheet's text comes out too, to be shown once.
MUST_USE bool make_home(const struct home_request *request, char sheet[RECOVERY_SHEET_MOST],
                        struct failure *failure);

#endif
