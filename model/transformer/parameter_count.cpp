// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/transformer/parameter_count.h"

namespace archway {

std::int64_t grouped_attention_parameters(std::int64_t h, std::int64_t n_q, std::int64_t n_kv, std::int64_t d,
                                          const AttentionExtras& extras)
{
    const std::int64_t query = n_q * d;
    const std::int64_t key = n_kv * d;
    std::int64_t count = h * query * (extras.gated_query ? 2 : 1) + 2 * h * key + query * h;
    if (extras.qkv_bias)
        count += query + 2 * key;
    if (extras.output_bias)
        count += h;
    if (extras.per_head_norm)
        count += 2 * d;
    if (extras.full_width_norm)
        count += query + key;
    if (extras.sinks)
        count += n_q;
    return count;
}

std::int64_t latent_attention_parameters(std::int64_t h, std::int64_t n_q, const LatentAttention& latent, bool bias)
{
    const std::int64_t q = latent.query_rank;
    const std::int64_t r = latent.kv_rank;
    const std::int64_t key = latent.nope + latent.rope;
    std::int64_t count = q > 0 ? h * q + q + q * n_q * key : h * n_q * key;
    count += h * (r + latent.rope) + r + r * n_q * (latent.nope + latent.value) + n_q * latent.value * h;
    if (bias)
        count += q + r + latent.rope + h;
    return count;
}

std::int64_t deltanet_parameters(std::int64_t h, const DeltaNetShape& shape)
{
    const std::int64_t k = shape.keys();
    const std::int64_t w = shape.values();
    return h * (2 * k + 2 * w) + 2 * h * shape.value_heads + (2 * k + w) * shape.convolution + 2 * shape.value_heads + shape.value_dim
        + w * h;
}

std::int64_t deltanet_state_bytes(const DeltaNetShape& shape)
{
    return shape.value_heads * shape.key_dim * shape.value_dim * 4 + (2 * shape.keys() + shape.values()) * (shape.convolution - 1) * 2;
}

std::int64_t lightning_parameters(std::int64_t h, std::int64_t n_q, std::int64_t d)
{
    const std::int64_t width = n_q * d;
    return 5 * h * width + width;
}

std::int64_t lightning_state_bytes(std::int64_t n_q, std::int64_t d)
{
    return n_q * d * d * 4;
}

std::int64_t mamba_parameters(std::int64_t h, const MambaShape& shape)
{
    std::int64_t count = h * shape.projected() + shape.inner() * h;
    count += shape.channels() * (shape.convolution + (shape.convolution_bias ? 1 : 0));
    count += 3 * shape.heads + shape.inner(); // decay, skip and time-step bias of each head; the norm before the last projection
    if (shape.projection_bias)
        count += shape.projected() + h;
    return count;
}

std::int64_t mamba_state_bytes(const MambaShape& shape)
{
    return shape.inner() * shape.state * 4 + shape.channels() * (shape.convolution - 1) * 2;
}

std::int64_t ffn_parameters(std::int64_t h, std::int64_t f, bool gated, bool bias)
{
    const std::int64_t up = gated ? 2 : 1;
    return (up + 1) * h * f + (bias ? up * f + h : 0);
}

} // namespace archway
