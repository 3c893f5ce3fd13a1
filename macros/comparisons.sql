{#- Printed totals beside the sum of their parts: the CTEs from `based` to `final` of a model whose
    CTE `cells` gives each figure with its check, its group and whether it is the group's total.
    `shown_text` is the column that holds the text as printed, where `printed_text` is corrected. -#}
{% macro totals_beside_parts(shown_text='printed_text') -%}
based as (

    {{ with_base_values('cells') }}

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


{#- Cells of one table beside the same cells of another: the CTEs `pairs` and `final` of a model.
    `checks` names for each check the table whose figure is printed and the one whose is expected;
    `printed_cells` and `expected_cells` are CTEs of figures in base units, by `table_code` and
    `cell_key`. `subject` is what a cell is called, before the place of the other in brackets. -#}
{% macro tables_beside_tables(
    checks, printed_cells, expected_cells, subject='printed.cell_key'
) -%}
pairs as (

    {% for check_code, (printed_table_code, expected_table_code) in checks.items() -%}
    select
        '{{ check_code }}' as check_code,
        '{{ printed_table_code }}' as printed_table_code,
        '{{ expected_table_code }}' as expected_table_code
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

final as (

    select
        pairs.check_code,
        printed.source_document_id,
        printed.source_locator,
        concat_ws('', {{ subject }}, coalesce('（' || expected.source_locator || '）', ''))
            as subject_zh,
        printed.printed_text,
        {{ decimal_text(in_unit('expected.base_value', 'printed.multiplier')) }} as expected_text,
        {{ in_unit('printed.base_value - expected.base_value', 'printed.multiplier') }}
            as difference_value,
        cast(0 as decimal(28, 8)) as agreement_value,
        {{ in_unit('printed.rounding_value + expected.rounding_value', 'printed.multiplier') }}
            as tolerance_value
    from pairs
    inner join {{ printed_cells }} as printed
        on pairs.printed_table_code = printed.table_code
    inner join {{ expected_cells }} as expected
        on
            pairs.expected_table_code = expected.table_code
            and printed.cell_key = expected.cell_key

)
{%- endmacro %}


{#- Figures with their value and what rounding may have hidden in base units, `units` being a CTE of
    the model: a query. -#}
{% macro with_base_values(relation, value='printed_value', text='printed_text', unit='unit_zh') -%}
    select
        {{ relation }}.*,
        units.multiplier,
        {{ in_base_unit(relation ~ '.' ~ value, 'units.multiplier') }} as base_value,
        {{ in_base_unit(
            rounding_allowance(relation ~ '.' ~ text, 'units.dimension_code', 'units.multiplier'),
            'units.multiplier'
        ) }} as rounding_value
    from {{ relation }}
    inner join units
        on {{ relation }}.{{ unit }} = units.unit_zh
{%- endmacro %}


{#- Comparisons in which no rounding excuses a difference: a query. -#}
{% macro exactly_compared(relation) -%}
    select
        check_code,
        source_document_id,
        source_locator,
        subject_zh,
        printed_text,
        expected_text,
        cast(difference_value as decimal(28, 8)) as difference_value,
        cast(0 as decimal(28, 8)) as agreement_value,
        cast(0 as decimal(28, 8)) as tolerance_value
    from {{ relation }}
{%- endmacro %}
