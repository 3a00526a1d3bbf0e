// The TLS of a session: TLS 1.2 or 1.3, the home's own client certificate, and a broker that must
// lead to the home's server root and carry the broker's name.
#ifndef HOME_LINK_SESSION_TLS_H
#define HOME_LINK_SESSION_TLS_H

#include "home/link/session.h"

// Fills session->tls; why a handshake fails is written to session->tls_reason. identity NULL: the
// home's own, in link/.
MUST_USE bool session_tls_make(struct session *session, const struct home *home,
                               const struct session_identity *identity, struct failure *failure);

#endif
