//go:build ignore

// The storm on SimGrid's S4U: simgrid SEED USERS SECONDS THINK single|coexist
//
// It prints what main.go's outcome has, as JSON, and with no arguments the version of SimGrid. An
// actor is a user. All are on one host, and nothing but time is modelled.
//
// The first line keeps Go from taking this file for a part of its package.

#include <simgrid/s4u.hpp>
#include <simgrid/version.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>

namespace sg4 = simgrid::s4u;

constexpr int nodes = 2, retries = 3;
constexpr double life = 3600;

// A token is its number and when it dies; number 0 is none.
struct token { unsigned long number = 0; double dies = 0; };

// A node's cache: its token, and when the token expires by the node's clock.
struct node { token held; double expires = 0; };

static struct {
  unsigned long events, actions, succeeded, refused, renewals;
} counts;

static node caches[nodes];
static unsigned long issued;
static bool coexist;
static std::mt19937_64 chance;
static std::exponential_distribution<double> thinking;
static std::uniform_real_distribution<double> leg(0.04, 0.06);

// pass sleeps, and counts the wakeup.
static void pass(double seconds)
{
  sg4::this_actor::sleep_for(seconds);
  counts.events++;
}

static token renewed(node& own)
{
  pass(leg(chance));
  counts.renewals++;
  const token fresh{++issued, sg4::Engine::get_clock() + life};
  pass(leg(chance));
  own = {fresh, sg4::Engine::get_clock() + life};
  return fresh;
}

static void user(node& own)
{
  for (;;) {
    pass(thinking(chance));
    counts.actions++;
    bool renew = false;
    for (int i = 0; i <= retries; i++) {
      const bool usable = own.held.number != 0 && sg4::Engine::get_clock() < own.expires;
      const token t     = renew || !usable ? renewed(own) : own.held;
      pass(leg(chance));
      const bool alive = (coexist || t.number == issued) && sg4::Engine::get_clock() < t.dies;
      counts.refused += !alive;
      pass(leg(chance));
      if (alive) {
        counts.succeeded++;
        break;
      }
      renew = true;
    }
  }
}

int main(int argc, char** argv)
{
  if (argc == 1) {
    std::printf("%d.%d\n", SIMGRID_VERSION_MAJOR, SIMGRID_VERSION_MINOR);
    return 0;
  }
  sg4::Engine engine(&argc, argv); // takes the flags of SimGrid's own
  if (argc != 6) {
    std::fprintf(stderr, "simgrid: give a seed, users, seconds, think time, and single or coexist\n");
    return 1;
  }
  chance.seed(std::strtoul(argv[1], nullptr, 10));
  const int users      = std::atoi(argv[2]);
  const double seconds = std::atof(argv[3]);
  thinking = std::exponential_distribution<double>(1 / std::atof(argv[4]));
  coexist  = std::strcmp(argv[5], "coexist") == 0;

  auto* zone = sg4::create_full_zone("world");
  auto* host = zone->create_host("host", 1e9);
  zone->seal();
  for (int i = 0; i < users; i++)
    sg4::Actor::create("user", host, [i] { user(caches[i % nodes]); });
  engine.run_until(seconds);
  std::printf("{\"events\": %lu, \"actions\": %lu, \"succeeded\": %lu, \"refused\": %lu, "
              "\"renewals\": %lu}\n",
              counts.events, counts.actions, counts.succeeded, counts.refused, counts.renewals);
  std::fflush(stdout);
  std::_Exit(0); // actors are under way
}
