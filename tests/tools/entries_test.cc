#include <gtest/gtest.h>

#include <array>
#include <sstream>
#include <string>
#include <string_view>

#include "core/error.h"
#include "core/settings/field.h"
#include "proto/experiment.pb.h"
#include "tools/hogtie/commands/list/write_entries.h"

namespace hogtie {
namespace {

using namespace std::string_view_literals;

constexpr std::array<RegistryEntry, 2> kEntries = {{
    {"first", "the first one", "sees all", {"dimension", "data", "noise"}},
    {"second", "the second one", "", {}},
}};

constexpr std::array kCommon = {"radius"sv};

std::string written(Format format) {
  std::ostringstream out;
  write_entries({kEntries, kCommon, "objective"}, format, out);
  return out.str();
}

std::string help_of(const char* setting) {
  return describe_fields(*proto::Experiment::descriptor(), setting).front().help;
}

TEST(WriteEntries, Text) {
  EXPECT_EQ(written(Format::kText),
            "first: the first one\n"
            "  power: sees all\n"
            "  objective.dimension        " +
                help_of("objective.dimension") +
                " (integer, 1 to 10000000; default 8)\n"
                "  objective.data.path        " +
                help_of("objective.data.path") +
                " (text; default none)\n"
                "  objective.data.zero_based  " +
                help_of("objective.data.zero_based") +
                " (true or false; default false)\n"
                "  objective.noise            " +
                help_of("objective.noise") +
                " (number, 0 to 1e+12; default 0)\n"
                "\n"
                "second: the second one\n"
                "\n"
                "all of them:\n"
                "  objective.radius           " +
                help_of("objective.radius") + " (number, 0 to 1e+12; default none)\n");
}

TEST(WriteEntries, CsvHasARowForEachSetting) {
  EXPECT_EQ(written(Format::kCsv),
            "name,description,power,setting,type,default,unit,range,help\n"
            "first,the first one,sees all,objective.dimension,integer,8,,1 to 10000000," +
                help_of("objective.dimension") +
                "\n"
                "first,the first one,sees all,objective.data.path,text,none,,,\"" +
                help_of("objective.data.path") +
                "\"\n"
                "first,the first one,sees all,objective.data.zero_based,true or false,false,,,\"" +
                help_of("objective.data.zero_based") +
                "\"\n"
                "first,the first one,sees all,objective.noise,number,0,,0 to 1e+12," +
                help_of("objective.noise") +
                "\n"
                "second,the second one,,,,,,,\n"
                ",,,objective.radius,number,none,,0 to 1e+12," +
                help_of("objective.radius") + "\n");
}

TEST(WriteEntries, JsonHasNoKeyForWhatThereIsNot) {
  const std::string text = written(Format::kJson);
  EXPECT_NE(text.find("{\"name\":\"second\",\"description\":\"the second one\"}"),
            std::string::npos)
      << text;
}

TEST(WriteEntries, AParameterThatIsNoSetting) {
  std::ostringstream out;
  EXPECT_THROW(write_entries({kEntries, {}, "machine"}, Format::kText, out), InputError);
}

}  // namespace
}  // namespace hogtie
