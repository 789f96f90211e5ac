#include <set>
#include <string>

#include "adversaries/registry.h"
#include "core/algorithms/registry.h"
#include "core/objectives/registry.h"
#include "tests/tools/cli_testing.h"

namespace hogtie {
namespace {

using testing::Outcome;

class CliList : public testing::Cli {};

TEST_F(CliList, NamesEverythingThereIs) {
  for (const auto& [what, entries] : {std::pair(std::string("adversaries"), adversaries()),
                                      std::pair(std::string("objectives"), objectives()),
                                      std::pair(std::string("algorithms"), algorithms())}) {
    const std::string text = output_of("list " + what);
    std::set<std::string> named;
    for (const auto& row : json_of("list " + what)) {
      if (row.contains("name")) named.insert(row["name"]);
    }
    EXPECT_EQ(named.size(), entries.size());
    for (const RegistryEntry& entry : entries) {
      EXPECT_TRUE(named.contains(std::string(entry.name))) << entry.name;
      EXPECT_NE(("\n" + text).find("\n" + std::string(entry.name) + ": "), std::string::npos)
          << text;
    }
    EXPECT_TRUE(output_of("list " + what + " --format csv").starts_with("name,description,"));
  }
}

TEST_F(CliList, WrongUsage) {
  EXPECT_EQ(error_of("list"),
            "nothing to list is given; there are: adversaries, objectives, algorithms");
  EXPECT_EQ(error_of("list adversaires"),
            "no list of 'adversaires'; did you mean 'adversaries'? there are: adversaries, "
            "objectives, algorithms");
}

TEST_F(CliList, HelpOfEveryCommandNamesItsOptions) {
  for (const auto& [command, option] :
       {std::pair("run", "--require-success"), std::pair("replay", "--until"),
        std::pair("trace", "--from"), std::pair("trace info", "--format"),
        std::pair("trace show", "--to"), std::pair("trace diff", "--help"),
        std::pair("bound", "--tau-max"), std::pair("price", "--plot"),
        std::pair("list", "--format")}) {
    for (const char* help : {" --help", " -h"}) {
      const std::string text = output_of(std::string(command) + help);
      EXPECT_TRUE(text.starts_with("usage:\n  hogtie ")) << text;
      EXPECT_NE(text.find(option), std::string::npos) << text;
    }
  }
}

}  // namespace
}  // namespace hogtie
