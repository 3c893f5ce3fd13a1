{%- set groups = [
    'year_text', 'change_text', 'comparison_text', 'number_text', 'after_number',
] -%}
with

components as (

    select * from {{ ref('int_performance__target_components_split') }}

),

kpis as (

    select * from {{ ref('int_core__kpis_unioned') }}

),

units as (

    select * from {{ ref('stg_reference__units') }}

),

folded as (

    select
        *,
        {{ folded_target('component_text') }} as folded_text
    from components

),

folded_units as (

    select
        unit_zh,
        {{ folded_target('unit_zh') }} as folded_unit
    from units

),

-- Each way to print a target, with what it would give.
candidates as (

    {% for target in target_patterns() %}
    select
        kpi_id,
        roc_year,
        component_no,
        {{ loop.index }} as preference_no,
        '{{ target.code }}' as pattern_code,
        '{{ target.kind }}' as kind_code,
        {%- for group in groups %}
        {{ matched_group('folded_text', target.pattern, loop.index) }} as {{ group }}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from folded
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

measured as (

    select
        candidates.*,
        folded_units.unit_zh,
        substring(candidates.after_number, coalesce(length(folded_units.folded_unit), 0) + 1)
            as after_unit
    from candidates
    left join folded_units
        on
            substring(candidates.after_number, 1, length(folded_units.folded_unit))
            = folded_units.folded_unit
    where candidates.number_text != ''

),

-- A plain target prints a number, its unit, a bound and nothing more; the others go on.
ranked as (

    select
        *,
        {{ matched_group('after_unit', bound_pattern(), 1) }} as bound_text,
        row_number() over (
            partition by kpi_id, roc_year, component_no
            order by preference_no, length(unit_zh) desc
        ) as choice_no
    from measured
    where
        (pattern_code = 'plain' and {{ matches('after_unit', bound_pattern() ~ '?$') }})
        or (pattern_code != 'plain' and unit_zh is not null)

),

chosen as (

    select
        folded.*,
        kpis.is_qualitative,
        ranked.pattern_code,
        ranked.kind_code,
        ranked.unit_zh,
        ranked.year_text,
        coalesce(
            {{ comparison_operator('ranked.bound_text') }},
            {{ comparison_operator('ranked.comparison_text') }}
        ) as printed_operator,
        {{ change_sign('ranked.change_text') }} as change_sign,
        {{ printed_number('ranked.number_text') }} as number_value
    from folded
    inner join kpis
        on folded.kpi_id = kpis.kpi_id
    left join ranked
        on
            folded.kpi_id = ranked.kpi_id
            and folded.roc_year = ranked.roc_year
            and folded.component_no = ranked.component_no
            and ranked.choice_no = 1

),

final as (

    select
        kpi_id,
        source_document_id,
        roc_year,
        {{ roc_to_fiscal_year('roc_year') }} as fiscal_year,
        component_no,
        target_text,
        component_text,
        case
            -- A share of the earlier value; percentage points are added to it.
            when kind_code = 'change' and unit_zh in ('%', '成') then 'relative_change'
            when kind_code = 'change' then 'increment'
            when kind_code is not null then kind_code
            when {{ blank_to_null('component_text') }} is null then 'none'
            when is_qualitative then 'qualitative'
            when {{ matches('folded_text', milestone_pattern()) }} then 'milestone'
            else 'qualitative'
        end as target_kind_code,
        pattern_code,
        case
            when change_sign < 0 then {{ mirrored_operator('printed_operator') }}
            else printed_operator
        end as comparison_operator,
        cast(change_sign * number_value as decimal(24, 6)) as target_value,
        unit_zh,
        case
            when kind_code != 'change' or kind_code is null then null
            when {{ matches('year_text', '^[0-9]') }}
                then cast({{ matched_group('year_text', '^([0-9]+)', 1) }} as int)
            -- 前年 is the year before last; without a word for it, the last year is meant.
            when year_text in ('前年', '前年度') then roc_year - 2
            else roc_year - 1
        end as baseline_roc_year,
        coalesce(kind_code = 'change' and year_text = '', false) as is_baseline_year_inferred,
        source_locator,
        _seed_row_key
    from chosen

)

select * from final
