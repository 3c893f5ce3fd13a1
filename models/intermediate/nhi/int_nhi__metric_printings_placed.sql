with

programme_metrics as (

    select * from {{ ref('int_nhi__programme_metrics_unioned') }}

),

metric_aliases as (

    select * from {{ ref('stg_reference__metric_aliases') }}

),

metrics as (

    select * from {{ ref('int_nhi__metrics_listed') }}

),

metric_breakdowns as (

    select * from {{ ref('stg_reference__metric_breakdowns') }}

),

total_words as (

    select * from {{ ref('stg_reference__total_words') }}

),

approximation_words as (

    select * from {{ ref('stg_reference__approximation_words') }}

),

figure_identities as (

    select * from {{ ref('stg_reference__figure_identities') }}

),

document_precedence as (

    select * from {{ ref('stg_reference__document_precedence') }}

),

landed_batches as (

    select * from {{ ref('stg_landing__batches') }}

),

units as (

    select * from {{ ref('stg_reference__units') }}

),

printings as (

    select
        programme_metrics.*,
        coalesce(metric_aliases.metric_id, programme_metrics.metric_id) as listed_metric_id,
        landed_batches.batch_id is not null as is_loaded,
        coalesce(landed_batches.load_no, 0) as load_no,
        -- A rule without an end is of the year it began in; a period over several years is of none.
        case
            when
                programme_metrics.period_end_date is null
                or extract(year from programme_metrics.period_start_date)
                = extract(year from programme_metrics.period_end_date)
                then cast(
                    extract(year from programme_metrics.period_start_date) as int
                ) - 1911
        end as roc_year
    from programme_metrics
    left join metric_aliases
        on programme_metrics.metric_id = metric_aliases.printed_metric_id
    left join landed_batches
        on programme_metrics.source_document_id = landed_batches.batch_id

),

approximate as (

    select
        printings._seed_row_key,
        min(approximation_words.bound_code) as bound_code
    from printings
    inner join approximation_words
        on
            (
                approximation_words.is_before_figure
                and printings.quote_zh
                like '%' || approximation_words.approximation_word_zh || printings.printed_text
                || '%'
            )
            or (
                not approximation_words.is_before_figure
                and (
                    printings.quote_zh
                    like '%' || printings.printed_text || approximation_words.approximation_word_zh
                    || '%'
                    or printings.quote_zh
                    like '%' || printings.printed_text || '_'
                    || approximation_words.approximation_word_zh || '%'
                )
            )
    where not printings.is_loaded
    group by printings._seed_row_key

),

-- Declared where the document is checked: the same figure in other words, elsewhere.
second_printings as (

    select distinct printed_row_key
    from figure_identities
    where check_code in ('figure_printed_again', 'figure_between_documents')

),

roles as (

    select
        printings._seed_row_key,
        case
            when metric_breakdowns.breakdown_role_code is not null
                then metric_breakdowns.breakdown_role_code
            when printings.institution_id is not null and printings.dimension_zh is null
                then 'member'
            when printings.dimension_zh is null then 'whole'
            -- A breakdown that names the year of its period is none.
            when
                printings.dimension_zh
                = cast(printings.roc_year as {{ dbt.type_string() }}) || '年'
                then 'whole'
            when total_words.total_word_zh is not null and printings.institution_id is null
                then 'whole'
            when printings.is_total then 'total'
            else 'member'
        end as breakdown_role_code,
        coalesce(
            metric_breakdowns.axis_zh,
            case
                when printings.institution_id is not null and printings.dimension_zh is null
                    then '機構'
                when printings.institution_id is not null then '機構及分項'
                else '分項'
            end
        ) as axis_zh,
        coalesce(
            metric_breakdowns.member_zh,
            case
                when printings.institution_id is not null and printings.dimension_zh is null
                    then printings.institution_id
                when printings.institution_id is not null
                    then printings.institution_id || '／' || printings.dimension_zh
                else printings.dimension_zh
            end
        ) as member_zh
    from printings
    left join metric_breakdowns
        on
            printings.listed_metric_id = metric_breakdowns.metric_id
            and printings.dimension_zh = metric_breakdowns.dimension_zh
            and printings.institution_id is null
    left join total_words
        on printings.dimension_zh = total_words.total_word_zh

),

placed as (

    select
        printings.*,
        metrics.metric_name_zh as listed_metric_name_zh,
        metrics.unit_zh as metric_unit_zh,
        metrics.base_unit_zh,
        metrics.aggregation_code,
        roles.breakdown_role_code,
        case when roles.breakdown_role_code != 'whole' then roles.axis_zh end as axis_zh,
        case when roles.breakdown_role_code != 'whole' then roles.member_zh end as member_zh,
        approximate.bound_code,
        second_printings.printed_row_key is not null as is_second_printing,
        document_precedence.precedence_no,
        {{ in_base_unit('printings.printed_value', 'units.multiplier') }} as base_value,
        case
            when printings.unit_zh = metrics.unit_zh
                then cast(printings.printed_value as decimal(28, 8))
            else cast(
                {{ in_unit(
                    in_base_unit('printings.printed_value', 'units.multiplier'),
                    'metrics.multiplier'
                ) }} as decimal(28, 8)
            )
        end as metric_value
    from printings
    inner join metrics
        on printings.listed_metric_id = metrics.metric_id
    inner join units
        on printings.unit_zh = units.unit_zh
    inner join roles
        on printings._seed_row_key = roles._seed_row_key
    left join approximate
        on printings._seed_row_key = approximate._seed_row_key
    left join second_printings
        on printings._seed_row_key = second_printings.printed_row_key
    left join document_precedence
        on printings.source_document_id = document_precedence.source_document_id

),

keyed as (

    select
        *,
        {{ key_of([
            'listed_metric_id', 'axis_zh', 'member_zh', 'period_start_date', 'period_end_date'
        ]) }} as figure_key
    from placed

),

states as (

    select
        figure_key,
        source_document_id,
        as_of_date,
        lead(as_of_date) over (
            partition by figure_key, source_document_id
            order by as_of_date
        ) as superseded_date
    from keyed
    where as_of_date is not null
    group by figure_key, source_document_id, as_of_date

),

known as (

    select
        *,
        coalesce(as_of_date, period_end_date) as known_date,
        max(case when not is_loaded then coalesce(as_of_date, period_end_date) end) over (
            partition by figure_key
        ) as document_known_date
    from keyed

),

-- Of one figure: a user's file where it knows a later day than the documents, else the document
-- that precedes; of one source its newest state, of one state the printing that comes first.
ranked as (

    select
        *,
        row_number() over (
            partition by figure_key
            order by
                case
                    when is_second_printing then 3
                    when not is_loaded then 1
                    when document_known_date is null or known_date > document_known_date then 0
                    else 2
                end asc,
                coalesce(precedence_no, 99) asc,
                coalesce(known_date, cast('0001-01-01' as date)) desc,
                load_no desc,
                source_locator asc,
                _seed_row_key asc
        ) as printing_no
    from known

),

final as (

    select
        ranked.figure_key,
        ranked.listed_metric_id as metric_id,
        ranked.listed_metric_name_zh as metric_name_zh,
        ranked.dimension_zh,
        ranked.breakdown_role_code,
        ranked.axis_zh,
        ranked.member_zh,
        ranked.institution_id,
        ranked.institution_name_zh,
        ranked.institution_level_zh,
        ranked.region_zh,
        ranked.period_start_date,
        ranked.period_end_date,
        ranked.roc_year,
        ranked.as_of_date,
        states.superseded_date,
        ranked.printed_text,
        ranked.printed_value,
        ranked.unit_zh,
        ranked.metric_value,
        ranked.metric_unit_zh,
        ranked.base_value,
        ranked.base_unit_zh,
        ranked.aggregation_code,
        ranked.bound_code,
        ranked.is_total or ranked.breakdown_role_code = 'total' as is_total,
        ranked.is_second_printing,
        ranked.printing_no = 1
        and not ranked.is_second_printing
        and ranked.breakdown_role_code != 'total' as is_counted,
        ranked.is_period_inferred,
        ranked.is_unit_inferred,
        ranked.is_quote_verbatim,
        ranked.source_document_id,
        ranked.source_locator,
        ranked.quote_zh,
        ranked._seed_row_key
    from ranked
    left join states
        on
            ranked.figure_key = states.figure_key
            and ranked.source_document_id = states.source_document_id
            and ranked.as_of_date = states.as_of_date

)

select * from final
