// `portcullis init --broker`: a broker that its owner has already, and configures himself.
#ifndef HOME_CLI_HOUSEHOLD_FOREIGN_BROKER_H
#define HOME_CLI_HOUSEHOLD_FOREIGN_BROKER_H

#include "home/cli/household/make_home.h"

struct foreign_options {
    const char *broker;        // HOST or HOST:PORT; NULL: there is none
    const char *user;          // of this command line there; NULL: by certificate
    const char *password_file; // whose first line is its password
    const char *ca_file;       // what the broker's certificate leads to; NULL: our servers' root
};

// Settles it into request; the password goes into the caller's room. Refuses what no door could believe:
// an authority that is not of P-256, a name that is an address.
MUST_USE bool foreign_broker_settle(const struct foreign_options *options,
                                    struct home_request *request, struct failure *failure);

// Writes link/password and authority/broker-ca.crt into a home that is being made.
MUST_USE bool foreign_broker_write(const char *folder, const struct home_request *request,
                                   struct failure *failure);

#endif
