// The certificate of the phones' page by this home's own authority: authority/page.crt and page.key, for
// phones that were told to believe authority/server-root.crt.
#ifndef HOME_AUTHORITY_PAGE_CERTIFICATE_H
#define HOME_AUTHORITY_PAGE_CERTIFICATE_H

#include "home/folder/home.h"

#include <time.h>

// Makes it, or makes it anew: for the page's host, for PAGE_DAYS from today, which iOS demands. Its key is
// made once. Signed by the servers' intermediate, whose key lies open, so that nobody is asked. Refuses a
// host that the root does not allow: those of `init`, and all below .local and .home.arpa.
MUST_USE bool authority_certify_page(const struct home *home, time_t now, struct failure *failure);

// Whether it would be refused; false: it could not even be tried. Nothing is put into its place.
MUST_USE bool authority_may_certify_page(const struct home *home, time_t now, bool *out,
                                         struct failure *failure);

#endif
