// Where the phones' page is, as home.json says it under "page": the name that passkeys are bound to, and
// what the web server in front of it needs.
//
// A page of localhost is for this machine alone, without TLS: browsers take it for a secure context. Every
// other has TLS, for without it there are neither passkeys nor keys of a browser's own.
#ifndef HOME_FOLDER_PAGE_SETTINGS_H
#define HOME_FOLDER_PAGE_SETTINGS_H

#include "base/must_use.h"
#include "home/failure.h"
#include "protocol/words.h"

#include <cjson/cJSON.h>

#include <stdint.h>

enum {
    HOST_MOST = 63, // bytes of a host name or address
    PAGE_PORT = 443,
    PAGE_PORT_LOCAL = 8088, // of localhost
    PAGE_PATH_MOST = 255
};

struct page_settings {
    char host[HOST_MOST + 1]; // in lower case; empty: this home has no page
    uint16_t port;
    char listen[HOST_MOST + 1];           // the one address it listens on; empty: all
    char certificate[PAGE_PATH_MOST + 1]; // PEM, absolute; empty: authority/page.crt of the home
    char key[PAGE_PATH_MOST + 1];         // the same; empty: authority/page.key
    char files[PAGE_PATH_MOST + 1]; // folder of the page's files; empty: where they are installed
};

// "https://garage.home.arpa", with the port where it is another than 443; "http://localhost:8088". Zeroes
// behind it: the first ORIGIN_SIZE bytes are a Roster's. Empty where there is no page.
struct page_origin {
    char text[ORIGIN_SIZE + 1];
};
struct page_origin page_origin_of(const struct page_settings *page);

// It has no TLS, and is reached from this machine alone.
MUST_USE bool page_is_local(const struct page_settings *page);

// Takes a host, in lower case, and a port; 0: the usual one. Refuses what no passkey can be bound to (an
// address, a name without a dot but localhost, home.arpa itself) and what a Roster has no room for. On
// refusal the settings are as they were.
MUST_USE bool page_settings_name(struct page_settings *page, const char *host, long port,
                                 struct failure *failure);

// home.json's "page"; without it there is none. False: it is damaged.
MUST_USE bool page_settings_read(const cJSON *root, struct page_settings *out);
MUST_USE bool page_settings_add(cJSON *root, const struct page_settings *page);

#endif
