// The extensions of a certificate, by its kind: see certificate.h.
#ifndef HOME_AUTHORITY_EXTENSIONS_H
#define HOME_AUTHORITY_EXTENSIONS_H

#include "home/authority/certificate.h"

// Adds all of them; subject and key are in the certificate already.
MUST_USE bool extensions_add(X509 *certificate, const struct certificate_request *request);

#endif
