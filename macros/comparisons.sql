{#- Printed totals beside the sum of their parts: the CTEs from `based` to `final` of a model whose
    CTE `cells` gives each figure with its check, its group and whether it is the group's total.
    `shown_text` is the column that holds the text as printed, where `printed_text` is corrected. -#}
{% macro totals_beside_parts(shown_text='printed_text') -%}
based as (

    select
        cells.*,
        units.multiplier,
        {{ in_base_unit('cells.printed_value', 'units.multiplier') }} as base_value,
        {{ in_base_unit(
            rounding_allowance('cells.printed_text', 'units.dimension_code', 'units.multiplier'),
            'units.multiplier'
        ) }} as rounding_value
    from cells
    inner join units
        on cells.unit_zh = units.unit_zh

),

parts as (

    select
        check_code,
        group_key,
        sum(base_value) as base_value,
        sum(rounding_value) as rounding_value
    from based
    where not is_total
    group by check_code, group_key

),

final as (

    select
        totals.check_code,
        totals.source_document_id,
        totals.source_locator,
        totals.subject_zh,
        totals.{{ shown_text }} as printed_text,
        {{ decimal_text(in_unit('parts.base_value', 'totals.multiplier')) }} as expected_text,
        {{ in_unit('totals.base_value - parts.base_value', 'totals.multiplier') }}
            as difference_value,
        {{ in_unit('totals.rounding_value', 'totals.multiplier') }} as agreement_value,
        {{ in_unit('totals.rounding_value + parts.rounding_value', 'totals.multiplier') }}
            as tolerance_value
    from based as totals
    inner join parts
        on totals.check_code = parts.check_code and totals.group_key = parts.group_key
    where totals.is_total

)
{%- endmacro %}
