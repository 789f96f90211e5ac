#include <array>
#include <string_view>

#include "core/error.h"
#include "core/text/nearest.h"
#include "core/text/quote.h"
#include "tools/hogtie/cli/common_options.h"
#include "tools/hogtie/commands/list/list.h"

namespace hogtie {
namespace {

using namespace std::string_view_literals;

constexpr std::array kRegistryNames = {"adversaries"sv, "objectives"sv, "algorithms"sv};
constexpr std::string_view kThereAre = "there are: adversaries, objectives, algorithms";

Registry read_registry(const std::string& name) {
  if (name == kRegistryNames[0]) return Registry::kAdversaries;
  if (name == kRegistryNames[1]) return Registry::kObjectives;
  if (name == kRegistryNames[2]) return Registry::kAlgorithms;
  const std::string meant = nearest(name, kRegistryNames);
  throw InputError("no list of " + quote(name) + ";" +
                   (meant.empty() ? "" : " did you mean '" + meant + "'?") + " " +
                   std::string(kThereAre));
}

}  // namespace

boost::program_options::options_description list_options() {
  boost::program_options::options_description options("options");
  add_format(options);
  add_help(options);
  return options;
}

ListOptions read_list(const CommandLine& line) {
  if (line.positional().empty()) {
    throw InputError("nothing to list is given; " + std::string(kThereAre));
  }
  constexpr std::array kWhat = {"list"sv};
  return {read_registry(line.positional(kWhat).front()), read_format(line)};
}

}  // namespace hogtie
