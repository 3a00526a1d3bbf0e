// What is there of the phones' page on this machine, and what is missing.
#ifndef HOME_PAGE_LOOK_H
#define HOME_PAGE_LOOK_H

#include "home/folder/home.h"

#include <time.h>

// Where a system's nginx has the page's configuration, by the command that `portcullis page` prints: a
// copy, since nginx reads it as root, and whoever takes over the home's user is not to be root.
#define PAGE_IN_NGINX "/etc/nginx/conf.d/portcullis.conf"

enum page_certificate {
    PAGE_CERTIFICATE_MISSING,
    PAGE_CERTIFICATE_OF_ANOTHER,  // host
    PAGE_CERTIFICATE_WITHOUT_KEY, // none is there, or it is of another certificate
    PAGE_CERTIFICATE_OVER,        // its end is past
    PAGE_CERTIFICATE_HIDDEN,      // nginx reads it as root, and we are not
    PAGE_CERTIFICATE_GOOD,
    PAGE_CERTIFICATE_NEEDLESS // of localhost
};

struct page_look {
    struct path files; // the page's own
    bool has_files;
    bool has_own_file; // page/home.json is what the home says now
    bool is_written;   // so is page/nginx.conf
    struct path certificate;
    enum page_certificate has_certificate;
    struct failure certificate_failure; // where it is missing, or of another host, or its key is
    time_t certificate_end;             // where it could be read
    struct path
        shut; // the first folder on the way to page/home.json through which nginx's user cannot
              // walk; empty: it can
    bool in_nginx; // PAGE_IN_NGINX is page/nginx.conf
};

// That file is there, and holds exactly that.
MUST_USE bool page_file_says(const char *path, const char *text);

// It has what it needs on this machine.
MUST_USE bool page_needs_nothing(const struct page_look *look);

// The home has a page.
MUST_USE bool page_look(const struct home *home, time_t now, struct page_look *out,
                        struct failure *failure);

#endif
