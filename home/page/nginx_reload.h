// Makes this machine's nginx read the page's certificate again, which it does when it starts and when it is
// told to.
#ifndef HOME_PAGE_NGINX_RELOAD_H
#define HOME_PAGE_NGINX_RELOAD_H

#include "home/folder/home.h"

// Where a system's nginx says its number, and has the page's configuration.
struct nginx_place {
    const char *pid_file;
    const char *configuration;
};
extern const struct nginx_place nginx_of_the_system;

// True: it has the page of this home and got its SIGHUP. Else it is not there, or not ours to tell.
MUST_USE bool nginx_reload(const struct home *home, const struct nginx_place *place);

// The words for either.
const char *nginx_reload_words(const struct home *home);

#endif
