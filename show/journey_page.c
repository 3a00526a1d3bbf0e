// The phones' page: what nginx serves of it, and to whom.
#include "show/fetch.h"
#include "show/journey.h"
#include "show/settle.h"

#include <stdio.h>
#include <string.h>

static char answer[FETCHED_MOST];

static bool page_is_served(struct journey *journey)
{
    const uint16_t port = journey->stage->page_port;
    return story_sees(&journey->story,
                      fetch(port, "/", "", answer) && strstr(answer, " 200 ") != NULL,
                      "the page is at http://localhost:%u", (unsigned)port);
}

static bool page_may_little(struct journey *journey)
{
    static const char *const words[] = {
        "default-src 'none'",
        "script-src 'self'",
        "require-trusted-types-for 'script'",
        "frame-ancestors 'none'",
        "X-Content-Type-Options: nosniff",
        "Referrer-Policy: no-referrer",
    };
    bool all = true;
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        all = all && strstr(answer, words[i]) != NULL;
    }
    return story_sees(&journey->story, all,
                      "its headers: its own files alone, nothing inline, in nobody's frame");
}

static bool page_knows_the_door(struct journey *journey)
{
    return story_sees(&journey->story,
                      fetch(journey->stage->page_port, "/home.json", "", answer) &&
                          strstr(answer, "\"name\":\"" STAGE_DOOR "\"") != NULL,
                      "beside it the key by which a phone judges what the door says");
}

// A foreign page in the same browser would ask like this.
static bool no_other_page_gets_through(struct journey *journey)
{
    static const char foreign[] = "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                                  "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: mqtt\r\n"
                                  "Sec-WebSocket-Key: c2l4dGVlbiBieXRlcyBvaw==\r\n"
                                  "Origin: https://elsewhere.example\r\n";
    return story_sees(&journey->story,
                      fetch(journey->stage->page_port, "/mqtt", foreign, answer) &&
                          strstr(answer, " 403 ") != NULL,
                      "a page from elsewhere that opens /mqtt is refused");
}

static bool page_starts(struct journey *journey)
{
    const char *words[CHILD_ARGUMENTS_MOST];
    struct failure failure;
    settle_page_words(journey->stage, words);
    if (!journey_types(journey, words) || !journey_answered(journey, 0, NULL)) {
        return false;
    }
    story_does(&journey->story, "nginx starts, as portcullis configured it.");
    if (!stage_page_start(journey->stage, &failure)) {
        story_breaks(&journey->story, failure.text);
        return false;
    }
    return true;
}

// The link leads to the page; what stands behind # never leaves the phone.
static bool phone_is_invited(struct journey *journey)
{
    char link[64];
    const char *words[CHILD_ARGUMENTS_MOST];
    settle_invite_words(words);
    (void)snprintf(link, sizeof(link), "http://localhost:%u/#",
                   (unsigned)journey->stage->page_port);
    story_does(&journey->story, "Alice invites a first phone.");
    return journey_types(journey, words) && journey_answered(journey, 0, link);
}

bool chapter_page(struct journey *journey)
{
    story_chapter(&journey->story, "A page for phones");
    return page_starts(journey) && page_is_served(journey) && page_may_little(journey) &&
           page_knows_the_door(journey) && no_other_page_gets_through(journey) &&
           phone_is_invited(journey);
}
