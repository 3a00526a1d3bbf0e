// The phones' page of a home, for a stock web server: page/home.json, by which it judges what doors say,
// page/nginx.conf, which serves it, and page/alone.conf, for an nginx that does nothing else. The page's own
// files are no part of the home.
#ifndef HOME_PAGE_PAGE_H
#define HOME_PAGE_PAGE_H

#include "home/folder/home.h"

// Writes them anew, where the home has a page; page/ and home.json are for everybody on this machine to
// read, since the web server is another user, and there is a way to them through the home. Refuses what
// nginx would read as something else.
MUST_USE bool page_write(const struct home *home, struct failure *failure);

// The same for a home that is being made in home->folder, and will stand at place.
MUST_USE bool page_make(const struct home *home, const char *place, struct failure *failure);

// nginx's configuration can name what these settings say, and this folder; else why not.
MUST_USE bool page_fits_nginx(const char *place, const struct page_settings *page,
                              struct failure *failure);

#endif
