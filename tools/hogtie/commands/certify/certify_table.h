#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "sim/studies/certify/certify_trace.h"
#include "sim/studies/certify/certify_trials.h"
#include "tools/hogtie/output/table.h"

namespace hogtie {

/// A trace, by its file.
struct CertifiedTrace {
  std::string trace;
  TraceCertificate certificate;
};

/// A row a statement: traces one after the other.
Table certify_table(const std::vector<CertifiedTrace>& traces);

/// A row a statement: those on single executions, then those on trials together.
Table certify_table(const TrialsCertificate& trials);

/// For people.
void write_certificate(const CertifiedTrace& trace, std::ostream& out);
void write_certificate(const proto::Experiment& experiment, const TrialsCertificate& trials,
                       double confidence, std::ostream& out);

/// Among all traces, the delay sum that exceeds 2 sqrt(tau_max n) by the largest factor, in words.
std::string largest_excess(const std::vector<CertifiedTrace>& traces);

}  // namespace hogtie
