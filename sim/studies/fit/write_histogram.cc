#include "sim/studies/fit/write_histogram.h"

#include <sstream>
#include <string_view>

#include "core/files/output_file.h"
#include "core/text/number.h"
#include "core/text/quote.h"

namespace hogtie {
namespace {

void write_bins(std::string_view name, const google::protobuf::RepeatedPtrField<proto::Bin>& bins,
                std::ostream& out) {
  for (const proto::Bin& bin : bins) {
    out << name << " { from: " << bin.from();
    if (bin.has_to()) out << " to: " << bin.to();
    out << " count: " << format_number(bin.count()) << " }\n";
  }
}

}  // namespace

void write_histogram(const std::string& path, const std::vector<std::string>& comments,
                     const proto::ScheduleHistogram& histogram) {
  std::ostringstream file;
  for (const std::string& comment : comments) file << "# " << printable(comment) << '\n';
  write_bins("runs", histogram.runs(), file);
  write_bins("stalls", histogram.stalls(), file);
  if (histogram.has_processors()) file << "processors: " << histogram.processors() << '\n';
  write_bins("slices", histogram.slices(), file);
  write_output(path, file.str());
}

}  // namespace hogtie
