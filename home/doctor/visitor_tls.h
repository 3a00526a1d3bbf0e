// The TLS of a visitor: who he says he is.
#ifndef HOME_DOCTOR_VISITOR_TLS_H
#define HOME_DOCTOR_VISITOR_TLS_H

#include "home/doctor/visitor.h"

// Fills session->tls; session->tls_reason says later why the broker was not believed.
MUST_USE bool visitor_tls_make(struct session *session, const struct visit *visit,
                               struct failure *failure);

// User and password at the broker; both "" where the certificate is enough.
struct visitor_login {
    char user[256];
    char password[256];
};

// Its image is there and sound: a visitor can come as that door.
MUST_USE bool visitor_has_image(const struct home *home, const char *door, struct failure *failure);

// What a door's image says of them.
MUST_USE bool door_login_read(const struct home *home, const char *door, struct visitor_login *out,
                              struct failure *failure);
// What the settings and link/password say.
MUST_USE bool owner_login_read(const struct home *home, struct visitor_login *out,
                               struct failure *failure);

#endif
