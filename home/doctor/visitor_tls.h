// The TLS of a visitor: who he says he is.
#ifndef HOME_DOCTOR_VISITOR_TLS_H
#define HOME_DOCTOR_VISITOR_TLS_H

#include "home/doctor/visitor.h"

// Fills session->tls; session->tls_reason says later why the broker was not believed.
MUST_USE bool visitor_tls_make(struct session *session, const struct visit *visit,
                               struct failure *failure);

// What a door's image says of user and password at the broker; both "" where there is none.
struct door_login {
    char user[256];
    char password[256];
};

MUST_USE bool door_login_read(const struct home *home, const char *door, struct door_login *out,
                              struct failure *failure);

#endif
