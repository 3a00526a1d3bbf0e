#include "home/cli/page/open_page.h"

enum cli_exit open_page(const char *option, struct home *out, int *lock, struct failure *failure)
{
    struct path folder;
    if (!home_choose(option, &folder, failure) || !home_open(folder.text, out, failure) ||
        !home_lock(folder.text, lock, failure)) {
        return CLI_ENVIRONMENT;
    }
    // It was opened to see whether it is a home; what counts is what it says now.
    if (!home_open(folder.text, out, failure)) {
        home_unlock(*lock);
        return CLI_ENVIRONMENT;
    }
    if (out->settings.page.host[0] == '\0') {
        home_unlock(*lock);
        (void)failure_say(failure,
                          "this home has no page; name it first: portcullis page host NAME");
        return CLI_REFUSED;
    }
    return CLI_DONE;
}
