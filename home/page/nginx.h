// nginx's configuration for the phones' page: static files, and /mqtt handed on to the broker's websockets
// on loopback; GET and HEAD and nothing else, to nobody too often, and from no other page.
#ifndef HOME_PAGE_NGINX_H
#define HOME_PAGE_NGINX_H

#include "home/folder/home.h"

// A part of http { }, for a home that stands at place; freed by the caller, NULL when memory is short.
char *nginx_text(const char *place, const struct home_settings *settings);

// An nginx of its own around it, which needs no root where the port needs none; freed by the caller.
char *nginx_alone_text(const char *place, const struct home_settings *settings);

// Where the page's files lie, its certificate and the key of that.
const char *nginx_files(const struct page_settings *page);
MUST_USE bool nginx_certificate(const char *place, const struct page_settings *page,
                                struct path *certificate, struct path *key,
                                struct failure *failure);

#endif
