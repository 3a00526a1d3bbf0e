#include "show/onlooker.h"

static void notice(struct signs *signs, bool on, uint64_t now)
{
    if (on == signs->on) {
        signs->goes_on = signs->goes_on && now - signs->latest <= ONLOOKER_NOTICES;
        return;
    }
    signs->on = on;
    signs->latest = now;
    if (on && !signs->goes_on) {
        signs->goes_on = true;
        signs->began = now;
        signs->count = 0;
    }
    if (on) {
        signs->count++;
    }
}

uint64_t onlooker_warned(const struct onlooker *onlooker, uint64_t now)
{
    if (!onlooker->sound.goes_on || !onlooker->light.goes_on) {
        return 0;
    }
    const uint64_t sound = onlooker->sound.began;
    const uint64_t light = onlooker->light.began;
    return now - (sound > light ? sound : light);
}

void onlooker_watch(struct onlooker *onlooker, const struct garage_truth *truth)
{
    notice(&onlooker->sound, truth->pins.beeper, truth->now);
    notice(&onlooker->light, truth->pins.lamp, truth->now);
    if (truth->motion == GARAGE_CLOSING && truth->cause == GARAGE_BY_RELAY &&
        onlooker_warned(onlooker, truth->now) == 0) {
        onlooker->unwarned++;
    }
    if (truth->pins.relay == onlooker->relay) {
        return;
    }
    onlooker->relay = truth->pins.relay;
    if (!onlooker->relay) {
        onlooker->pulse = truth->now - onlooker->pressed_at;
        return;
    }
    onlooker->pressed_at = truth->now;
    onlooker->before_press = (struct warning_seen){
        .lasted = onlooker_warned(onlooker, truth->now),
        .beeps = onlooker->sound.goes_on ? onlooker->sound.count : 0,
        .flashes = onlooker->light.goes_on ? onlooker->light.count : 0,
    };
}
