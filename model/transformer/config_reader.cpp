// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/transformer/config_reader.h"

#include "model/transformer/layer_pattern.h"
#include "model/transformer/parameter_count.h"

#include <fmt/format.h>

#include <algorithm>

namespace archway {

namespace {

// Bounds far beyond every published model; they keep all products below 2^63.
constexpr std::int64_t max_layers = 2'000;
constexpr std::int64_t max_width = 1'000'000;
constexpr std::int64_t max_heads = 10'000;
constexpr std::int64_t max_experts = 10'000;
constexpr std::int64_t max_vocabulary = 10'000'000;
constexpr std::int64_t max_tokens = 1'000'000'000;
constexpr double max_parameters = 1e15;

/// An unknown family: what its fields say, RMSNorm before two blocks, gated FFN.
const Family& family_of(FieldReader& fields, const std::string& model_type)
{
    static constexpr Family by_fields{.model_type = "", .window = Window::AllLayers};
    static constexpr Family by_fields_latent{
        .model_type = "", .window = Window::AllLayers, .sparsity = Sparsity::AfterDense, .latent = true};
    if (const Family* family = find_family(model_type))
        return *family;
    fields.infer(fmt::format("family \"{}\" is not known: read by its fields as pre-norm with gated FFN", model_type));
    return fields.raw("kv_lora_rank") ? by_fields_latent : by_fields;
}

/// Reads one config. The members are the intermediate facts that several steps share.
class ConfigReading {
public:
    ConfigReading(const nlohmann::json& config, const std::string& place, std::string model_type)
        : m_fields(config, place)
        , m_family(family_of(m_fields, model_type))
    {
        m_out.model_type = std::move(model_type);
    }

    Result<Architecture> run()
    {
        read_shape();
        read_attention();
        read_experts();
        if (m_fields.error())
            return *m_fields.error();
        build_layers();
        count_tables();
        read_remainder();
        if (m_fields.error())
            return *m_fields.error();
        m_out.fields = m_fields.uses();
        if (static_cast<double>(m_out.total_parameters()) > max_parameters || m_too_large)
            return bad_input("/", "describes more than 10^15 parameters", "expected the config of a language model");
        return std::move(m_out);
    }

private:
    void read_shape()
    {
        m_fields.raw("model_type");
        m_layers = m_fields.required({"num_hidden_layers", "n_layer", "num_layers"}, 1, max_layers);
        m_out.hidden = m_fields.required({"hidden_size", "n_embd", "d_model"}, 1, max_width);
        m_out.heads = m_fields.required({"num_attention_heads", "n_head", "num_heads"}, 1, max_heads);
        m_out.vocabulary = m_fields.required({"vocab_size"}, 1, max_vocabulary);
        m_out.max_positions
            = m_fields.integer({"max_position_embeddings", "n_positions", "n_ctx", "max_seq_len"}, 1, max_tokens).value_or(0);
        m_out.norm = m_family.placement;
        m_out.layer_norm = m_family.layer_norm;
        m_out.gated_ffn = m_family.gated;
        m_out.attention_sinks = m_family.sinks;
        if (const std::optional<bool> tied = m_fields.boolean("tie_word_embeddings")) {
            m_out.tied_embedding = *tied;
        } else {
            m_out.tied_embedding = m_family.tied;
            m_fields.infer(fmt::format("tie_word_embeddings = {} (the family's default)", m_family.tied));
        }
        if (const nlohmann::json* widths = m_fields.raw("intermediate_size"); widths && widths->is_array()) {
            // Gemma 3n states one width a layer.
            for (const nlohmann::json& width : m_fields.per_layer("intermediate_size", m_layers)) {
                if (!width.is_number_integer() || width.get<std::int64_t>() < 1 || width.get<std::int64_t>() > max_width)
                    return m_fields.fail("intermediate_size", "holds an entry that is no width", "expected whole numbers above 0");
                m_widths.push_back(width.get<std::int64_t>());
            }
            m_out.intermediate = m_widths.empty() ? 0 : m_widths.front();
            return;
        }
        const auto width = m_fields.integer({"intermediate_size", "ffn_hidden_size", "n_inner", "ffn_dim"}, 1, max_width * 8);
        m_out.intermediate = width.value_or(4 * m_out.hidden);
        if (!width)
            m_fields.infer(fmt::format("intermediate_size = 4 × hidden_size = {}", m_out.intermediate));
    }

    void read_attention()
    {
        if (m_family.latent)
            return read_latent();
        const auto head_dim = m_fields.integer({"head_dim", "attention_head_dim"}, 1, max_width);
        m_out.head_dim = head_dim.value_or(std::max<std::int64_t>(1, m_out.hidden / m_out.heads));
        if (!head_dim)
            m_fields.infer(fmt::format("head_dim = hidden_size / num_attention_heads = {}", m_out.head_dim));
        if (m_family.model_type == "falcon")
            return read_falcon_heads();
        const auto kv_heads = m_fields.integer({"num_key_value_heads", "num_kv_heads"}, 1, max_heads);
        m_out.kv_heads = kv_heads.value_or(m_out.heads);
        if (!kv_heads)
            m_fields.infer(fmt::format("num_key_value_heads = num_attention_heads = {}", m_out.kv_heads));
        if (m_out.kv_heads > m_out.heads || m_out.heads % m_out.kv_heads != 0)
            m_fields.fail("num_key_value_heads", fmt::format("{} KV heads cannot be shared by {} query heads", m_out.kv_heads, m_out.heads),
                          "expected a divisor of num_attention_heads");
        read_norm_of_queries();
        const bool configured = m_fields.boolean("attention_bias").value_or(false);
        m_extras.sinks = m_family.sinks;
        switch (m_family.bias) {
        case Bias::None: break;
        case Bias::FromConfig: m_extras.qkv_bias = m_extras.output_bias = configured; break;
        case Bias::Qkv: m_extras.qkv_bias = true; break;
        case Bias::QkvWhenConfigured: m_extras.qkv_bias = configured; break;
        case Bias::All: m_extras.qkv_bias = m_extras.output_bias = true; break;
        }
    }

    void read_norm_of_queries()
    {
        const bool configured = m_fields.boolean("use_qk_norm").value_or(false) || m_fields.boolean("qk_layernorm").value_or(false);
        m_extras.per_head_norm = m_family.qk_norm == QkNorm::PerHead || (m_family.qk_norm == QkNorm::PerHeadWhenConfigured && configured);
        m_extras.full_width_norm
            = m_family.qk_norm == QkNorm::FullWidth || (m_family.qk_norm == QkNorm::FullWidthWhenConfigured && configured);
        // Llama 4 normalises queries and keys without weights of its own.
        m_out.qk_norm = m_extras.per_head_norm || m_extras.full_width_norm || configured;
    }

    /// Falcon states its KV heads in three ways; without the new decoder, multi_query means one.
    void read_falcon_heads()
    {
        const bool new_decoder = m_fields.boolean("new_decoder_architecture").value_or(false);
        const bool multi_query = m_fields.boolean("multi_query").value_or(true);
        const auto stated = m_fields.integer({"num_kv_heads", "n_head_kv", "num_key_value_heads"}, 1, max_heads);
        m_out.kv_heads = new_decoder ? stated.value_or(8) : multi_query ? 1 : m_out.heads;
        if (!new_decoder)
            m_fields.infer(fmt::format("{} KV head{} (multi_query = {})", m_out.kv_heads, m_out.kv_heads == 1 ? "" : "s", multi_query));
        m_falcon_norms = new_decoder || !m_fields.boolean("parallel_attn").value_or(true) ? 2 : 1;
        m_ffn_bias = m_extras.qkv_bias = m_extras.output_bias = m_fields.boolean("bias").value_or(false);
    }

    void read_latent()
    {
        LatentAttention latent;
        latent.query_rank = m_fields.integer({"q_lora_rank"}, 1, max_width).value_or(0);
        latent.kv_rank = m_fields.required({"kv_lora_rank"}, 1, max_width);
        latent.rope = m_fields.required({"qk_rope_head_dim"}, 1, max_width);
        latent.nope = m_fields.required({"qk_nope_head_dim"}, 1, max_width);
        latent.value = m_fields.required({"v_head_dim"}, 1, max_width);
        m_latent_bias = m_fields.boolean("attention_bias").value_or(false);
        m_fields.ignore("num_key_value_heads", "the latent is shared by all heads");
        m_fields.ignore("head_dim", "MLA has sizes of its own");
        m_out.kv_heads = m_out.heads;
        m_out.head_dim = latent.nope + latent.rope;
        m_out.latent = latent;
    }

    void read_experts()
    {
        const auto experts = m_fields.integer({"n_routed_experts", "num_local_experts", "num_experts", "moe_num_experts"}, 0, max_experts);
        if (experts.value_or(0) <= 1)
            return;
        m_out.experts = *experts;
        m_out.active_experts
            = m_fields.required({"num_experts_per_tok", "num_selected_experts", "moe_top_k", "num_experts_per_token"}, 1, *experts);
        const auto width = m_fields.integer({"moe_intermediate_size", "expert_intermediate_size"}, 1, max_width);
        m_out.expert_width = width.value_or(m_out.intermediate);
        if (!width)
            m_fields.infer(fmt::format("width of an expert = intermediate_size = {}", m_out.expert_width));
        m_out.expert_input = m_fields.integer({"moe_latent_size"}, 1, max_width).value_or(m_out.hidden);
        if (m_family.sparsity == Sparsity::Interleaved) {
            // Llama 4: the shared expert is not named; dense layers have a width of their own.
            m_out.shared_width = m_out.expert_width;
            m_fields.infer(fmt::format("one shared expert of width {}", m_out.shared_width));
            m_out.intermediate = m_fields.integer({"intermediate_size_mlp"}, 1, max_width).value_or(m_out.intermediate);
        } else if (const auto together = m_fields.integer({"moe_shared_expert_intermediate_size"}, 0, max_width)) {
            m_out.shared_width = *together;
        } else if (const auto shared = m_fields.integer({"n_shared_experts", "num_shared_experts"}, 0, max_experts)) {
            m_out.shared_width = *shared * m_out.expert_width;
        } else if (const auto shared_size
                   = m_fields.integer({"shared_expert_intermediate_size", "shared_intermediate_size"}, 0, max_width)) {
            m_out.shared_width = *shared_size;
            m_shared_gate = *shared_size > 0;
        }
        m_moe = read_moe_layers(m_fields, m_family, m_layers);
        // The correction bias goes with the "noaux_tc" routing; a DeepSeek config may state another.
        const std::optional<std::string> method = m_fields.text("topk_method");
        m_score_bias = m_family.score_bias && method.value_or("noaux_tc") == "noaux_tc";
    }

    void build_layers()
    {
        const std::vector<std::int64_t> windows = read_windows(m_fields, m_family, m_layers, m_out.max_positions);
        const std::vector<bool> linear = read_linear_layers(m_fields, m_out.model_type, m_layers);
        const std::int64_t sharing = m_fields.integer({"num_kv_shared_layers"}, 0, m_layers).value_or(0);
        const DeltaNetShape delta = !linear.empty() && m_out.model_type == "qwen3_next" ? read_deltanet() : DeltaNetShape{};
        m_ffn_bias
            = m_ffn_bias || m_family.model_type == "gpt2" || m_family.model_type == "gptj" || m_fields.boolean("mlp_bias").value_or(false);
        const std::string hybrid = read_hybrid_layers(m_fields, m_layers);
        const MambaShape mamba = hybrid.find('M') != std::string::npos ? read_mamba() : MambaShape{};
        if (m_fields.error())
            return;
        for (std::int64_t i = 0; i < m_layers; ++i) {
            const auto at = static_cast<std::size_t>(i);
            Layer layer;
            if (!hybrid.empty()) {
                make_hybrid(layer, hybrid[at], mamba, at);
                m_too_large = m_too_large || static_cast<double>(layer.total()) > max_parameters;
                m_out.layers.push_back(layer);
                continue;
            }
            layer.window = windows[at];
            layer.stores_cache = i < m_layers - sharing;
            if (!linear.empty() && linear[at])
                make_linear(layer, delta);
            else
                make_attention(layer, !linear.empty());
            make_ffn(layer, at);
            layer.other_parameters += norm_vectors() * m_out.hidden;
            m_too_large = m_too_large || static_cast<double>(layer.total()) > max_parameters;
            m_out.layers.push_back(layer);
        }
        // Experts that no layer holds are no experts.
        if (m_out.moe_layers() == 0)
            m_out.experts = m_out.active_experts = m_out.expert_width = m_out.expert_input = m_out.shared_width = 0;
        read_gemma3n_extras();
    }

    [[nodiscard]] std::int64_t norm_vectors() const
    {
        const std::int64_t norms = m_falcon_norms > 0 ? m_falcon_norms : m_family.norms;
        return norms * (m_family.norm_bias ? 2 : 1);
    }

    void make_attention(Layer& layer, bool hybrid)
    {
        const std::int64_t stores = layer.stores_cache ? 1 : 0;
        if (m_out.latent) {
            layer.attention = AttentionKind::Mla;
            layer.cache_elements = stores * (m_out.latent->kv_rank + m_out.latent->rope);
            layer.attention_parameters = latent_attention_parameters(m_out.hidden, m_out.heads, *m_out.latent, m_latent_bias);
            return;
        }
        layer.attention = m_out.kv_heads == m_out.heads ? AttentionKind::Mha
            : m_out.kv_heads == 1                       ? AttentionKind::Mqa
                                                        : AttentionKind::Gqa;
        layer.cache_elements = stores * 2 * m_out.kv_heads * m_out.head_dim;
        AttentionExtras extras = m_extras;
        extras.gated_query = hybrid && m_family.model_type == "qwen3_next";
        layer.attention_parameters = grouped_attention_parameters(m_out.hidden, m_out.heads, m_out.kv_heads, m_out.head_dim, extras);
    }

    void make_linear(Layer& layer, const DeltaNetShape& delta)
    {
        layer.stores_cache = false;
        layer.window = 0;
        if (delta.value_heads > 0) {
            layer.attention = AttentionKind::DeltaNet;
            layer.attention_parameters = deltanet_parameters(m_out.hidden, delta);
            layer.state_bytes = deltanet_state_bytes(delta);
        } else {
            layer.attention = AttentionKind::Lightning;
            layer.attention_parameters = lightning_parameters(m_out.hidden, m_out.heads, m_out.head_dim);
            layer.state_bytes = lightning_state_bytes(m_out.heads, m_out.head_dim);
        }
    }

    /// One letter of a hybrid's pattern: a mixer or a feed-forward, each with a norm of its own.
    void make_hybrid(Layer& layer, char kind, const MambaShape& mamba, std::size_t at)
    {
        layer.other_parameters = norm_vectors() * m_out.hidden;
        if (kind == '*')
            return make_attention(layer, false);
        layer.stores_cache = false;
        layer.attention = kind == 'M' ? AttentionKind::Mamba : AttentionKind::None;
        if (kind == 'M') {
            layer.attention_parameters = mamba_parameters(m_out.hidden, mamba);
            layer.state_bytes = mamba_state_bytes(mamba);
            return;
        }
        if (m_out.experts > 0)
            m_moe[at] = kind == 'E';
        else if (kind == 'E')
            m_fields.fail("hybrid_override_pattern", "has layers of experts, but the config names none", "expected n_routed_experts");
        make_ffn(layer, at);
    }

    MambaShape read_mamba()
    {
        MambaShape shape;
        shape.heads = m_fields.required({"mamba_num_heads"}, 1, max_heads);
        shape.head_dim = m_fields.required({"mamba_head_dim"}, 1, max_width);
        shape.state = m_fields.required({"ssm_state_size"}, 1, max_width);
        shape.groups = m_fields.integer({"n_groups"}, 1, max_heads).value_or(1);
        shape.convolution = m_fields.integer({"conv_kernel"}, 1, 64).value_or(4);
        shape.convolution_bias = m_fields.boolean("use_conv_bias").value_or(true);
        shape.projection_bias = m_fields.boolean("use_bias").value_or(false);
        m_fields.ignore("mamba_proj_bias", "use_bias decides");
        m_fields.ignore("expand", "the heads state the inner width");
        return shape;
    }

    DeltaNetShape read_deltanet()
    {
        DeltaNetShape shape;
        shape.key_heads = m_fields.required({"linear_num_key_heads"}, 1, max_heads);
        shape.key_dim = m_fields.required({"linear_key_head_dim"}, 1, max_width);
        shape.value_heads = m_fields.required({"linear_num_value_heads"}, 1, max_heads);
        shape.value_dim = m_fields.required({"linear_value_head_dim"}, 1, max_width);
        shape.convolution = m_fields.integer({"linear_conv_kernel_dim"}, 1, 64).value_or(4);
        return shape;
    }

    void make_ffn(Layer& layer, std::size_t at)
    {
        const std::int64_t h = m_out.hidden;
        if (m_out.experts == 0 || !m_moe[at]) {
            const std::int64_t width = m_widths.empty() ? m_out.intermediate : m_widths[at];
            layer.dense_parameters = ffn_parameters(h, width, m_out.gated_ffn, m_ffn_bias);
            return;
        }
        const std::int64_t expert = ffn_parameters(m_out.expert_input, m_out.expert_width, m_out.gated_ffn, m_family.expert_bias);
        layer.moe = true;
        layer.expert_parameters = m_out.experts * expert;
        layer.router_parameters = h * m_out.experts + (m_score_bias || m_family.expert_bias ? m_out.experts : 0);
        if (m_out.shared_width > 0)
            layer.dense_parameters = ffn_parameters(h, m_out.shared_width, m_out.gated_ffn, false) + (m_shared_gate ? h : 0);
        // Latent experts: one projection down to their width and one back, shared by all of them.
        if (m_out.expert_input != h)
            layer.dense_parameters += 2 * h * m_out.expert_input;
    }

    /// Gemma 3n: AltUp, LAuReL and the per-layer input of every layer, and the tables outside of them.
    void read_gemma3n_extras()
    {
        if (m_family.model_type != "gemma3n")
            return;
        const std::int64_t h = m_out.hidden;
        const std::int64_t inputs = m_fields.integer({"altup_num_inputs"}, 1, 64).value_or(4);
        const std::int64_t rank = m_fields.integer({"laurel_rank"}, 1, max_width).value_or(64);
        const std::int64_t width = m_fields.integer({"hidden_size_per_layer_input"}, 1, max_width).value_or(256);
        const std::int64_t rows = m_fields.integer({"vocab_size_per_layer_input"}, 1, max_vocabulary).value_or(m_out.vocabulary);
        for (Layer& layer : m_out.layers) {
            layer.other_parameters += h + inputs * inputs + inputs * inputs * inputs + h * inputs + h;
            layer.other_parameters += 2 * h * rank + h;
            layer.other_parameters += 2 * h * width + h;
        }
        m_out.per_layer_embedding_parameters = rows * m_layers * width;
        m_out.final_parameters += h * m_layers * width + width + 2 * (inputs - 1) * h * h;
    }

    void count_tables()
    {
        m_out.embedding_parameters = m_out.vocabulary * m_out.hidden;
        // GPT-2 learns a vector for each position.
        if (m_family.model_type == "gpt2")
            m_out.embedding_parameters += m_out.max_positions * m_out.hidden;
        m_out.head_parameters = m_out.tied_embedding ? 0 : m_out.vocabulary * m_out.hidden;
        m_out.final_parameters += m_out.hidden * (m_family.norm_bias ? 2 : 1);
        // GPT-J's output head has a bias.
        if (m_family.model_type == "gptj")
            m_out.final_parameters += m_out.vocabulary;
    }

    void read_remainder()
    {
        m_out.multi_token_modules = m_fields.integer({"num_nextn_predict_layers", "num_mtp_layers"}, 0, 64).value_or(0);
        m_out.name = m_fields.text("_name_or_path").value_or(m_out.model_type);
        m_out.checkpoint_precision = read_precision();
    }

    /// The precision of weights of so many bits, as the program counts them; empty, and said so, for widths that nothing else counts.
    std::string precision_of(const nlohmann::json& bits, bool floating)
    {
        if (!bits.is_number_integer() || bits.get<std::int64_t>() < 1 || bits.get<std::int64_t>() > 32) {
            m_fields.fail("quantization_config/bits", "is no width of a weight", "expected a whole number of bits from 1 to 32");
            return {};
        }
        if (bits == 8)
            return floating ? "fp8" : "int8";
        if (bits == 4)
            return floating ? "fp4" : "int4";
        const std::string wider = bits.get<std::int64_t>() < 4 ? "int4" : bits.get<std::int64_t>() < 8 ? "int8" : "bf16";
        m_fields.infer(fmt::format("weights counted as {}, the next that is wider: {} bits a weight", wider, bits.get<std::int64_t>()));
        return wider;
    }

    std::string read_quantised(const nlohmann::json& quantization)
    {
        const auto stated = quantization.find("quant_method");
        if (stated != quantization.end() && !stated->is_string()) {
            m_fields.fail("quantization_config/quant_method", "is not text", "expected a method: fp8, mxfp4, awq, gptq, bitsandbytes …");
            return {};
        }
        const std::string method = stated != quantization.end() ? stated->get<std::string>() : std::string();
        if (method == "fp8" || method == "fbgemm_fp8")
            return "fp8";
        if (method == "mxfp4")
            return "mxfp4";
        if (method == "eetq")
            return "int8";
        if (method == "awq" || method == "gptq")
            return precision_of(quantization.contains("bits") ? quantization["bits"] : nlohmann::json(4), false);
        if (method == "bitsandbytes") {
            const auto eight = quantization.find("load_in_8bit");
            return eight != quantization.end() && *eight == true ? "int8" : "int4";
        }
        const std::string text = quantization.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
        if (text.find("NVFP4") != std::string::npos || text.find("nvfp4") != std::string::npos)
            return "fp4";
        // compressed-tensors: a scheme a group of layers; the first says what most weights are.
        if (const auto groups = quantization.find("config_groups"); groups != quantization.end() && groups->is_object()) {
            for (const auto& [name, group] : groups->items()) {
                const auto weights = group.is_object() ? group.find("weights") : group.end();
                if (group.is_object() && weights != group.end() && weights->is_object() && weights->contains("num_bits"))
                    return precision_of((*weights)["num_bits"], weights->contains("type") && (*weights)["type"] == "float");
            }
        }
        m_fields.infer(fmt::format("weights in BF16: quantisation method \"{}\" is not known", method));
        return {};
    }

    /// The precision of the stored weights, as quantization_config or the element type states it.
    std::string read_precision()
    {
        if (const nlohmann::json* quantization = m_fields.raw("quantization_config"); quantization && !quantization->is_null()) {
            if (quantization->is_object())
                return read_quantised(*quantization);
            m_fields.fail("quantization_config", "is not an object", "expected {\"quant_method\": …}, or null");
            return {};
        }
        const std::optional<std::string> type = m_fields.text("torch_dtype");
        const std::string name = type ? *type : m_fields.text("dtype").value_or("");
        return name == "bfloat16" ? "bf16" : name == "float16" ? "fp16" : "";
    }

    FieldReader m_fields;
    const Family& m_family;
    Architecture m_out;
    std::int64_t m_layers = 0;
    std::int64_t m_falcon_norms = 0;
    std::vector<std::int64_t> m_widths; ///< FFN width a layer where the config states a list
    std::vector<bool> m_moe;
    AttentionExtras m_extras;
    bool m_latent_bias = false;
    bool m_ffn_bias = false;
    bool m_shared_gate = false;
    bool m_score_bias = false;
    bool m_too_large = false;
};

} // namespace

Result<Architecture> read_config(const nlohmann::json& config, const std::string& place)
{
    if (!config.is_object())
        return bad_input(place, "is not a JSON object", "expected a Hugging Face config.json");
    // Multimodal files keep the decoder under text_config; quantisation and tying may stand outside of it.
    if (const auto inner = config.find("text_config"); inner != config.end() && inner->is_object()) {
        nlohmann::json decoder = *inner;
        for (const char* outer : {"quantization_config", "tie_word_embeddings", "torch_dtype", "dtype"}) {
            if (!decoder.contains(outer) && config.contains(outer))
                decoder[outer] = config[outer];
        }
        if (!decoder.contains("model_type") && config.contains("model_type"))
            decoder["model_type"] = config["model_type"];
        return read_config(decoder, place + ": /text_config");
    }
    const auto type = config.find("model_type");
    if (type != config.end() && !type->is_string())
        return bad_input(place + ": /model_type", "is not text", "expected the name of a model family");
    return ConfigReading(config, place, type == config.end() ? std::string("unknown") : type->get<std::string>()).run();
}

Result<Architecture> read_config_text(std::string_view text, const std::string& place)
{
    try {
        return read_config(nlohmann::json::parse(text), place);
    } catch (const nlohmann::json::parse_error& error) {
        const auto at = std::min(error.byte, text.size());
        const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
        return bad_input(fmt::format("{}:{}", place, line), "is not valid JSON", "expected a Hugging Face config.json");
    }
}

} // namespace archway
