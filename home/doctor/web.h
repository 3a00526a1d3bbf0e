// What the page's web server shows, asked from this machine as a browser would.
#ifndef HOME_DOCTOR_WEB_H
#define HOME_DOCTOR_WEB_H

#include "home/folder/home.h"

#include <openssl/x509.h>

// Of a page with TLS: its certificate, whether it is to be believed or not, freed by the caller. Waits at
// most 3 s. False: nothing answers there that has one.
MUST_USE bool web_certificate(const struct page_settings *page, X509 **out);

#endif
