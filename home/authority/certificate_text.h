// A certificate as PEM text in memory: as it stands in invitations, and is sent to who was let in.
#ifndef HOME_AUTHORITY_CERTIFICATE_TEXT_H
#define HOME_AUTHORITY_CERTIFICATE_TEXT_H

#include "home/authority/certificate.h"

enum {
    CERTIFICATE_TEXT_MOST = 1535, // of one of ours
    COMMON_NAME_MOST = 64         // RFC 5280, A.1: ub-common-name
};

struct certificate_text {
    char text[CERTIFICATE_TEXT_MOST + 1];
};

MUST_USE bool certificate_to_text(const X509 *certificate, struct certificate_text *out,
                                  struct failure *failure);

// Freed by the caller; NULL: the text is none.
X509 *certificate_from_text(const char *text);

// Whose it is by its subject; false: it says no name that fits.
MUST_USE bool certificate_holder(const X509 *certificate, char name[COMMON_NAME_MOST + 1]);

#endif
