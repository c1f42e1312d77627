// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/result.h"

namespace archway {

std::string Error::text() const
{
    std::string out = place;
    if (!out.empty() && !message.empty())
        out += ": ";
    out += message;
    if (!advice.empty())
        out += out.empty() ? advice : " (" + advice + ")";
    return out;
}

Error bad_input(std::string place, std::string message, std::string advice)
{
    return {Error::Code::BadInput, std::move(place), std::move(message), std::move(advice)};
}

Error failure(std::string place, std::string message, std::string advice)
{
    return {Error::Code::Failure, std::move(place), std::move(message), std::move(advice)};
}

} // namespace archway
