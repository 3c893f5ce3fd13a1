with

all_targets as (

    select * from {{ ref('fct_kpi_targets') }}

),

actuals as (

    select * from {{ ref('fct_kpi_actuals') }}

),

kpis as (

    select * from {{ ref('dim_kpis') }}

),

agencies as (

    select * from {{ ref('dim_agencies') }}

),

units as (

    select * from {{ ref('stg_reference__units') }}

),

-- Two editions of a plan are one plan: the edition of record counts.
targets as (

    select
        all_targets.*,
        kpis.kpi_name_zh,
        kpis.goal_name_zh,
        kpis.direction_code,
        agencies.agency_name_zh,
        units.base_unit_zh,
        units.multiplier,
        coalesce(
            all_targets.comparison_operator,
            case kpis.direction_code
                when 'higher_is_better' then '>='
                when 'lower_is_better' then '<='
                when 'on_target' then '='
            end
        ) as wanted_operator
    from all_targets
    inner join kpis
        on all_targets.kpi_id = kpis.kpi_id
    inner join agencies
        on kpis.agency_id = agencies.agency_id
    left join units
        on all_targets.resolved_unit_zh = units.unit_zh
    where all_targets.is_edition_of_record

),

-- Parts of the target cell that count in one unit: what is of one of them must say of which.
parts as (

    select
        kpi_id,
        fiscal_year,
        base_unit_zh,
        count(*) as part_count
    from targets
    where target_place_code = 'cell' and resolved_target_value is not null
    group by kpi_id, fiscal_year, base_unit_zh

),

based_actuals as (

    select
        actuals.*,
        units.base_unit_zh,
        {{ in_base_unit('actuals.actual_value', 'units.multiplier') }} as base_value,
        row_number() over (
            order by
                actuals.kpi_id, actuals.fiscal_year, actuals.as_of_date, actuals.subject_zh,
                actuals.source_document_id, actuals.source_url
        ) as actual_no
    from actuals
    left join units
        on actuals.unit_zh = units.unit_zh

),

-- Each actual up to the target's year, with how far it is of this part: `named` by words of it, of
-- the `whole` where it names no part, and of another where it names one that is not here.
paired as (

    select
        targets.kpi_id,
        targets.fiscal_year,
        targets.component_no,
        targets.base_unit_zh as target_base_unit_zh,
        targets.multiplier,
        based_actuals.actual_no,
        based_actuals.roc_year as actual_roc_year,
        based_actuals.as_of_date as actual_as_of_date,
        based_actuals.actual_text,
        based_actuals.base_value,
        based_actuals.comparability_code,
        based_actuals.data_maturity_code,
        based_actuals.is_computed,
        based_actuals.source_document_id,
        based_actuals.source_url,
        based_actuals.roc_year = targets.roc_year as is_of_target_year,
        coalesce(targets.base_unit_zh = based_actuals.base_unit_zh, false) as is_unit_comparable,
        coalesce(own_parts.part_count, 0) as own_part_count,
        -- The figure counts in the unit of another part, and is that part's.
        actual_parts.part_count is not null as is_unit_of_a_part,
        case
            when based_actuals.subject_zh is null and targets.target_place_code = 'cell'
                then 'whole'
            when based_actuals.subject_zh is null then 'other'
            when {{ dbt.position(
                'based_actuals.subject_zh', "concat_ws(' ', targets.subject_zh, targets.component_text)"
            ) }} > 0 then 'named'
            else 'other'
        end as subject_match_code
    from targets
    inner join based_actuals
        on
            targets.kpi_id = based_actuals.record_kpi_id
            and targets.roc_year >= based_actuals.roc_year
    left join parts as own_parts
        on
            targets.kpi_id = own_parts.kpi_id
            and targets.fiscal_year = own_parts.fiscal_year
            and targets.base_unit_zh = own_parts.base_unit_zh
    left join parts as actual_parts
        on
            targets.kpi_id = actual_parts.kpi_id
            and targets.fiscal_year = actual_parts.fiscal_year
            and based_actuals.base_unit_zh = actual_parts.base_unit_zh

),

-- Words that stand in two parts of one unit name neither.
matched as (

    select
        *,
        case
            when subject_match_code = 'other' then false
            when subject_match_code = 'whole' then own_part_count = 1
            else sum(
                case when is_unit_comparable and subject_match_code = 'named' then 1 else 0 end
            ) over (partition by kpi_id, fiscal_year, actual_no) = 1
        end as is_of_this_part
    from paired

),

-- The newest figure of the part; of the same year, one of the whole year first.
comparable_actuals as (

    select
        *,
        {{ in_unit('base_value', 'multiplier') }} as actual_value,
        row_number() over (
            partition by kpi_id, fiscal_year, component_no
            order by
                actual_roc_year desc,
                case when data_maturity_code = 'full_year' then 1 else 2 end,
                actual_as_of_date desc,
                case when is_computed then 2 else 1 end,
                coalesce(source_document_id, '') desc,
                coalesce(source_url, '') desc
        ) as choice_no
    from matched
    where
        comparability_code = 'exact'
        and is_unit_comparable
        and is_of_this_part
        and base_value is not null
        -- Several years' sum is not what the year reached.
        and data_maturity_code != 'cumulative'

),

-- What there is of the target's own year, usable or not.
own_year_actuals as (

    select
        kpi_id,
        fiscal_year,
        component_no,
        max(
            case
                when
                    comparability_code = 'exact' and base_value is not null and is_unit_comparable
                    and subject_match_code != 'other' and not is_of_this_part
                    then 1
                else 0
            end
        ) as has_unnamed_part,
        max(
            case
                when
                    comparability_code = 'exact' and base_value is not null
                    and not is_unit_comparable
                    and (
                        subject_match_code = 'named'
                        or (subject_match_code = 'whole' and not is_unit_of_a_part)
                    )
                    then 1
                else 0
            end
        ) as has_another_unit,
        max(
            case
                when
                    comparability_code = 'exact' and is_unit_comparable and is_of_this_part
                    and base_value is not null
                    then 1
                else 0
            end
        ) as has_part_of_year,
        max(
            case
                when
                    subject_match_code != 'other'
                    and (
                        comparability_code = 'no_data'
                        or (comparability_code = 'exact' and base_value is null)
                    )
                    then 1
                else 0
            end
        ) as has_no_number,
        max(
            case
                when comparability_code = 'similar' and subject_match_code != 'other' then 1
                else 0
            end
        ) as has_similar
    from matched
    where is_of_target_year
    group by kpi_id, fiscal_year, component_no

),

compared as (

    select
        targets.*,
        comparable_actuals.actual_text,
        cast(comparable_actuals.actual_value as decimal(24, 6)) as actual_value,
        comparable_actuals.actual_roc_year,
        comparable_actuals.actual_as_of_date,
        comparable_actuals.is_computed as is_actual_computed,
        coalesce(
            comparable_actuals.is_of_target_year
            and comparable_actuals.data_maturity_code = 'full_year',
            false
        ) as is_actual_of_target_year,
        coalesce(own_year_actuals.has_unnamed_part, 0) = 1 as has_unnamed_part,
        coalesce(own_year_actuals.has_another_unit, 0) = 1 as has_another_unit,
        coalesce(own_year_actuals.has_part_of_year, 0) = 1 as has_part_of_year,
        coalesce(own_year_actuals.has_no_number, 0) = 1 as has_no_number,
        coalesce(own_year_actuals.has_similar, 0) = 1 as has_similar
    from targets
    left join comparable_actuals
        on
            targets.kpi_id = comparable_actuals.kpi_id
            and targets.fiscal_year = comparable_actuals.fiscal_year
            and targets.component_no = comparable_actuals.component_no
            and comparable_actuals.choice_no = 1
    left join own_year_actuals
        on
            targets.kpi_id = own_year_actuals.kpi_id
            and targets.fiscal_year = own_year_actuals.fiscal_year
            and targets.component_no = own_year_actuals.component_no

),

reasoned as (

    select
        *,
        case
            when resolution_code = 'another_year' then 'target_of_another_year'
            when resolution_code = 'number_not_read' then resolution_code
            when resolution_code = 'baseline_cumulative' then resolution_code
            when resolution_code = 'no_baseline_value' then 'baseline_unknown'
            when target_kind_code = 'none' then 'no_target'
            when resolved_target_value is null then 'not_a_number'
            when wanted_operator is null then 'direction_unknown'
            when is_actual_of_target_year then null
            when has_unnamed_part then 'subject_not_stated'
            when has_another_unit then 'unit_not_comparable'
            when has_part_of_year then 'actual_not_of_full_year'
            when has_no_number then 'actual_not_a_number'
            when has_similar then 'only_similar_actual'
            else 'no_actual_published'
        end as status_reason_code
    from compared

),

unnoted as (

    select
        kpi_id,
        source_document_id,
        agency_name_zh,
        goal_name_zh,
        kpi_name_zh,
        roc_year,
        fiscal_year,
        component_no,
        target_text,
        component_text,
        target_place_code,
        target_kind_code,
        comparison_operator,
        resolved_target_value,
        resolved_unit_zh as unit_zh,
        is_target_approximate,
        resolution_code,
        direction_code,
        actual_text,
        actual_value,
        actual_roc_year,
        actual_as_of_date,
        is_actual_computed,
        cast(actual_value - resolved_target_value as decimal(24, 6)) as gap_value,
        case
            when is_actual_of_target_year
                then {{ attainment_rate(
                    'actual_value', 'resolved_target_value', 'direction_code'
                ) }}
        end as attainment_rate,
        case
            when status_reason_code in (
                'no_actual_published', 'only_similar_actual', 'actual_not_of_full_year',
                'actual_not_a_number'
            ) then 'no_actual'
            when status_reason_code is not null then 'not_measurable'
            when {{ satisfies('actual_value', 'wanted_operator', 'resolved_target_value') }}
                then 'met'
            else 'missed'
        end as status_code,
        status_reason_code,
        source_locator
    from reasoned

),

final as (

    {{ with_notes('unnoted', ['core.dim_kpis', 'performance.fct_kpi_targets']) }}

)

select * from final
