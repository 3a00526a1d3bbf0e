#include "home/cli/household/tend_home.h"
#include "home/authority/page_certificate.h"
#include "home/authority/renewal.h"
#include "home/cli/invitations/admit.h"

enum {
    SECONDS_OF_DAY = 86400
};

static bool is_soon(time_t end, time_t now)
{
    return (end - now) / SECONDS_OF_DAY < TEND_DAYS;
}

static bool tend_broker(const struct home *home, time_t now, bool *made, struct failure *failure)
{
    struct broker_names names;
    time_t end = 0;
    const struct renewal renewal = {.home = home, .now = now};
    *made = false;
    if (home->settings.broker_foreign) {
        return true;
    }
    if (!authority_broker_certificate(home, &names, &end, failure)) {
        return false;
    }
    *made = is_soon(end, now);
    return !*made || authority_renew_broker(&renewal, failure);
}

// Of a page whose certificate is the home's own; another's is renewed by whoever made it.
static bool tend_page(const struct home *home, time_t now, bool *made, struct failure *failure)
{
    const struct page_settings *page = &home->settings.page;
    struct path path;
    X509 *certificate = NULL;
    time_t end = 0;
    *made = false;
    if (!home_path(home, "authority/page.crt", &path, failure)) {
        return false;
    }
    if (page->host[0] == '\0' || page->certificate[0] != '\0' || !file_exists(path.text)) {
        return true;
    }
    if (!certificate_load(path.text, &certificate, failure)) {
        return false;
    }
    *made = certificate_end(certificate, &end) && is_soon(end, now);
    X509_free(certificate);
    return !*made || authority_certify_page(home, now, failure);
}

static bool count_over(const struct home *home, time_t now, size_t *out, struct failure *failure)
{
    static struct people people;
    *out = 0;
    if (!people_read(home->folder.text, &people, failure)) {
        return false;
    }
    for (uint8_t i = 0; i < people.count; i++) {
        *out += person_is_over(&people.at[i], now) ? 1 : 0;
    }
    return true;
}

bool tend_home(const struct home *home, time_t now, struct tended *out, struct failure *failure)
{
    int lock = -1;
    *out = (struct tended){.over = 0};
    if (!admit_settle(home, &out->rules, failure) ||
        !home_lock(home->folder.text, &lock, failure)) {
        return false;
    }
    const bool tended = tend_broker(home, now, &out->broker_certificate, failure) &&
                        tend_page(home, now, &out->page_certificate, failure) &&
                        count_over(home, now, &out->over, failure);
    home_unlock(lock);
    return tended;
}
