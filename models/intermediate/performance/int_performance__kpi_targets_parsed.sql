{%- set patterns = target_patterns() -%}
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

-- Each way to print a target, with what it would give.
candidates as (

    select
        *,
        1 as preference_no,
        'absolute' as kind_code,
        regexp_extract(folded_text, '{{ patterns.plain }}', 2) as number_text,
        regexp_extract(folded_text, '{{ patterns.plain }}', 3) as after_number,
        coalesce(
            {{ comparison_operator("regexp_extract(folded_text, '" ~ patterns.plain ~ "', 1)") }},
            {{ comparison_operator("regexp_extract(folded_text, '" ~ patterns.plain ~ "', 4)") }}
        ) as printed_operator,
        1 as change_sign,
        '' as reference_text
    from folded
    union all
    select
        *,
        2 as preference_no,
        'change' as kind_code,
        regexp_extract(folded_text, '{{ patterns.change }}', 4) as number_text,
        regexp_extract(folded_text, '{{ patterns.change }}', 5) as after_number,
        {{ comparison_operator("regexp_extract(folded_text, '" ~ patterns.change ~ "', 3)") }}
            as printed_operator,
        {{ change_sign("regexp_extract(folded_text, '" ~ patterns.change ~ "', 2)") }}
            as change_sign,
        regexp_extract(folded_text, '{{ patterns.change }}', 1) as reference_text
    from folded
    union all
    select
        *,
        3 as preference_no,
        'change' as kind_code,
        regexp_extract(folded_text, '{{ patterns.addition }}', 3) as number_text,
        regexp_extract(folded_text, '{{ patterns.addition }}', 4) as after_number,
        {{ comparison_operator("regexp_extract(folded_text, '" ~ patterns.addition ~ "', 2)") }}
            as printed_operator,
        {{ change_sign("regexp_extract(folded_text, '" ~ patterns.addition ~ "', 1)") }}
            as change_sign,
        '' as reference_text
    from folded
    union all
    select
        *,
        4 as preference_no,
        'absolute' as kind_code,
        regexp_extract(folded_text, '{{ patterns.bound }}', 2) as number_text,
        regexp_extract(folded_text, '{{ patterns.bound }}', 3) as after_number,
        {{ comparison_operator("regexp_extract(folded_text, '" ~ patterns.bound ~ "', 1)") }}
            as printed_operator,
        1 as change_sign,
        '' as reference_text
    from folded
    union all
    select
        *,
        5 as preference_no,
        'absolute' as kind_code,
        regexp_extract(folded_text, '{{ patterns.count }}', 2) as number_text,
        regexp_extract(folded_text, '{{ patterns.count }}', 3) as after_number,
        cast(null as {{ dbt.type_string() }}) as printed_operator,
        1 as change_sign,
        '' as reference_text
    from folded

),

-- A plain target prints its unit and nothing more; elsewhere the text goes on after the unit.
measured as (

    select
        candidates.*,
        units.unit_zh,
        row_number() over (
            partition by candidates.kpi_id, candidates.roc_year, candidates.component_no
            order by candidates.preference_no, length(units.unit_zh) desc
        ) as choice_no
    from candidates
    left join units
        on
            {{ folded_target('units.unit_zh') }} = case
                when candidates.preference_no = 1 then candidates.after_number
                else
                    substring(
                        candidates.after_number, 1, length({{ folded_target('units.unit_zh') }})
                    )
            end
    where
        candidates.number_text != ''
        and (
            units.unit_zh is not null
            or (candidates.preference_no = 1 and candidates.after_number = '')
        )

),

chosen as (

    select
        folded.*,
        kpis.is_qualitative,
        measured.kind_code,
        {{ printed_number('measured.number_text') }} as number_value,
        measured.unit_zh,
        measured.printed_operator,
        measured.change_sign,
        measured.reference_text
    from folded
    inner join kpis
        on folded.kpi_id = kpis.kpi_id
    left join measured
        on
            folded.kpi_id = measured.kpi_id
            and folded.roc_year = measured.roc_year
            and folded.component_no = measured.component_no
            and measured.choice_no = 1

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
            when kind_code = 'change' and unit_zh = '%' then 'relative_change'
            when kind_code = 'change' then 'increment'
            when kind_code is not null then kind_code
            when {{ blank_to_null('component_text') }} is null then 'none'
            when is_qualitative then 'qualitative'
            when {{ matches('folded_text', patterns.milestone) }} then 'milestone'
            else 'qualitative'
        end as target_kind_code,
        case
            when change_sign < 0 then {{ mirrored_operator('printed_operator') }}
            else printed_operator
        end as comparison_operator,
        cast(change_sign * number_value as decimal(24, 6)) as target_value,
        unit_zh,
        case
            when kind_code != 'change' or kind_code is null then null
            when {{ matches('reference_text', '^[0-9]') }}
                then cast(regexp_extract(reference_text, '^([0-9]+)', 1) as int)
            -- 前年 is the year before last; without a word for it, the last year is meant.
            when reference_text in ('前年', '前年度') then roc_year - 2
            else roc_year - 1
        end as baseline_roc_year,
        coalesce(kind_code = 'change' and reference_text = '', false) as is_baseline_year_inferred,
        source_locator,
        _seed_row_key
    from chosen

)

select * from final
