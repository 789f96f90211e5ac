#include "tools/hogtie/output/message.h"

#include "core/text/quote.h"

namespace hogtie {

MessageLine::~MessageLine() {
  out_ << begin_ << printable(text_.str()) << '\n';
}

}  // namespace hogtie
