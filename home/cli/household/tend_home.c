#include "home/cli/household/tend_home.h"
#include "home/authority/page_certificate.h"
#include "home/authority/renewal.h"
#include "home/broker/configuration.h"
#include "home/broker/reload.h"
#include "home/cli/invitations/admit.h"

#include <string.h>

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
    if (!is_soon(end, now)) {
        return true;
    }
    *made = broker_note_change(home, failure) && authority_renew_broker(&renewal, failure);
    return *made;
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
    const bool soon = certificate_end(certificate, &end) && is_soon(end, now);
    X509_free(certificate);
    *made = soon && authority_certify_page(home, now, failure);
    return *made || !soon;
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

// What several steps failed of is said once.
static void note(struct tended *tended, const struct failure *failure)
{
    for (size_t i = 0; i < tended->failure_count; i++) {
        if (strcmp(tended->failure[i].text, failure->text) == 0) {
            return;
        }
    }
    tended->failure[tended->failure_count++] = *failure;
}

static bool settle_rules(const struct home *home, bool *changed, struct failure *failure)
{
    int lock = -1;
    if (!home_lock(home->folder.text, &lock, failure)) {
        return false;
    }
    const bool settled = broker_settle(home, changed, failure);
    home_unlock(lock);
    return settled;
}

// Whoever is over is shut out, though a roster could not be put into its place.
static void tend_rules(const struct home *home, struct tended *out)
{
    struct failure failure;
    if (admit_settle(home, &out->rules, &failure)) {
        return;
    }
    note(out, &failure);
    if (!settle_rules(home, &out->rules, &failure)) {
        note(out, &failure);
    }
}

static void tend_locked(const struct home *home, time_t now, struct tended *out)
{
    struct failure failure;
    if (!tend_broker(home, now, &out->broker_certificate, &failure)) {
        note(out, &failure);
    }
    if (!tend_page(home, now, &out->page_certificate, &failure)) {
        note(out, &failure);
    }
    if (!count_over(home, now, &out->over, &failure)) {
        note(out, &failure);
    }
}

void tend_home(const struct home *home, time_t now, struct tended *out)
{
    struct failure failure;
    struct home as_it_is;
    int lock = -1;
    *out = (struct tended){.over = 0};
    tend_rules(home, out);
    if (!home_lock(home->folder.text, &lock, &failure)) {
        note(out, &failure);
        return;
    }
    // Its settings may have been changed since they were read, as the page's name.
    if (home_open(home->folder.text, &as_it_is, &failure)) {
        tend_locked(&as_it_is, now, out);
    } else {
        note(out, &failure);
    }
    home_unlock(lock);
}
