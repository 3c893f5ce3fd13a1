with

targets as (

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

based_actuals as (

    select
        actuals.*,
        units.base_unit_zh,
        {{ in_base_unit('actuals.actual_value', 'units.multiplier') }} as base_value
    from actuals
    inner join units
        on actuals.unit_zh = units.unit_zh
    where actuals.comparability_code = 'exact' and actuals.actual_value is not null

),

-- The newest figure of the KPI up to the target's year, in the target's unit; of the same year, one
-- of the whole year first.
comparable_actuals as (

    select
        targets.kpi_id,
        targets.fiscal_year,
        targets.component_no,
        based_actuals.roc_year as actual_roc_year,
        based_actuals.as_of_date as actual_as_of_date,
        based_actuals.actual_text,
        based_actuals.data_maturity_code,
        {{ in_unit('based_actuals.base_value', 'units.multiplier') }} as actual_value,
        row_number() over (
            partition by targets.kpi_id, targets.fiscal_year, targets.component_no
            order by
                based_actuals.roc_year desc,
                case when based_actuals.data_maturity_code = 'full_year' then 1 else 2 end,
                based_actuals.as_of_date desc,
                coalesce(based_actuals.source_document_id, '') desc,
                coalesce(based_actuals.source_url, '') desc
        ) as choice_no
    from targets
    inner join units
        on targets.resolved_unit_zh = units.unit_zh
    inner join based_actuals
        on
            targets.kpi_id = based_actuals.kpi_id
            and units.base_unit_zh = based_actuals.base_unit_zh
            and targets.roc_year >= based_actuals.roc_year
            and (
                based_actuals.subject_zh is null
                or {{ dbt.position('based_actuals.subject_zh', 'targets.component_text') }} > 0
            )

),

compared as (

    select
        targets.*,
        kpis.kpi_name_zh,
        kpis.goal_name_zh,
        kpis.direction_code,
        agencies.agency_name_zh,
        comparable_actuals.actual_text,
        cast(comparable_actuals.actual_value as decimal(24, 6)) as actual_value,
        comparable_actuals.actual_roc_year,
        comparable_actuals.actual_as_of_date,
        coalesce(
            comparable_actuals.actual_roc_year = targets.roc_year
            and comparable_actuals.data_maturity_code = 'full_year',
            false
        ) as is_actual_of_target_year,
        coalesce(
            targets.comparison_operator,
            case kpis.direction_code
                when 'higher_is_better' then '>='
                when 'lower_is_better' then '<='
                when 'on_target' then '='
            end
        ) as wanted_operator
    from targets
    inner join kpis
        on targets.kpi_id = kpis.kpi_id
    inner join agencies
        on kpis.agency_id = agencies.agency_id
    left join comparable_actuals
        on
            targets.kpi_id = comparable_actuals.kpi_id
            and targets.fiscal_year = comparable_actuals.fiscal_year
            and targets.component_no = comparable_actuals.component_no
            and comparable_actuals.choice_no = 1

),

final as (

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
        target_kind_code,
        comparison_operator,
        resolved_target_value,
        resolved_unit_zh as unit_zh,
        resolution_code,
        direction_code,
        actual_text,
        actual_value,
        actual_roc_year,
        actual_as_of_date,
        cast(actual_value - resolved_target_value as decimal(24, 6)) as gap_value,
        case
            when is_actual_of_target_year
                then {{ attainment_rate(
                    'actual_value', 'resolved_target_value', 'direction_code'
                ) }}
        end as attainment_rate,
        case
            when resolved_target_value is null or wanted_operator is null then 'not_measurable'
            when not is_actual_of_target_year then 'no_actual'
            when {{ satisfies('actual_value', 'wanted_operator', 'resolved_target_value') }}
                then 'met'
            else 'missed'
        end as status_code,
        source_locator
    from compared

)

select * from final
