with

work_item_schedule as (

    select * from {{ ref('fct_work_item_schedule') }}

),

budget_lines as (

    select * from {{ ref('int_budget__budget_lines_unioned') }}

),

plan_lines as (

    select * from budget_lines
    where work_item_id is not null

),

schedule_names as (

    select
        'schedule' as place_code,
        source_document_id,
        work_item_id,
        item_name_zh,
        source_locator
    from work_item_schedule
    union all
    select
        'schedule' as place_code,
        source_document_id,
        {{ without_match('work_item_id', '-[0-9]+$') }} as work_item_id,
        strategy_name_zh as item_name_zh,
        source_locator
    from work_item_schedule
    union all
    select
        'schedule' as place_code,
        source_document_id,
        {{ without_match('work_item_id', '-.*$') }} as work_item_id,
        aspect_name_zh as item_name_zh,
        source_locator
    from work_item_schedule

),

names_by_place as (

    select * from schedule_names
    union all
    select
        table_code as place_code,
        source_document_id,
        work_item_id,
        item_name_zh,
        source_locator
    from plan_lines
    union all
    select
        table_code as place_code,
        source_document_id,
        {{ without_match('work_item_id', '-[0-9]+$') }} as work_item_id,
        strategy_name_zh as item_name_zh,
        source_locator
    from plan_lines
    where table_code = 'work_item_budgets'

),

place_names as (

    select
        place_code,
        source_document_id,
        work_item_id,
        item_name_zh,
        {{ normalised_name('item_name_zh') }} as name_key,
        min(source_locator) as source_locator
    from names_by_place
    where item_name_zh is not null
    group by place_code, source_document_id, work_item_id, item_name_zh

),

-- How many places print a name that is the same, or the same with words added.
supported as (

    select
        place_names.place_code,
        place_names.source_document_id,
        place_names.work_item_id,
        place_names.item_name_zh,
        place_names.name_key,
        place_names.source_locator,
        count(distinct other_places.place_code) as place_count
    from place_names
    left join place_names as other_places
        on
            place_names.source_document_id = other_places.source_document_id
            and place_names.work_item_id = other_places.work_item_id
            and (
                {{ is_with_words_added('place_names.name_key', 'other_places.name_key') }}
                or {{ is_with_words_added('other_places.name_key', 'place_names.name_key') }}
            )
    group by
        place_names.place_code,
        place_names.source_document_id,
        place_names.work_item_id,
        place_names.item_name_zh,
        place_names.name_key,
        place_names.source_locator

),

ranked as (

    select
        *,
        row_number() over (
            partition by source_document_id, work_item_id
            order by place_count desc, place_code asc, item_name_zh asc
        ) as name_rank
    from supported

),

item_names as (

    select
        'work_item_name' as check_code,
        printed.source_document_id,
        printed.source_locator,
        concat_ws('', printed.work_item_id, '（', expected.source_locator, '）') as subject_zh,
        printed.item_name_zh as printed_text,
        expected.item_name_zh as expected_text,
        case
            when
                {{ is_with_words_added('printed.name_key', 'expected.name_key') }}
                or {{ is_with_words_added('expected.name_key', 'printed.name_key') }}
                then 0
            else 1
        end as difference_value
    from ranked as printed
    inner join ranked as expected
        on
            printed.source_document_id = expected.source_document_id
            and printed.work_item_id = expected.work_item_id
    where printed.name_rank > 1 and expected.name_rank = 1

),

paragraph_years as (

    select
        source_document_id,
        work_item_id,
        part_no,
        count(distinct roc_year) as year_count
    from plan_lines
    where table_code = 'work_item_budgets'
    group by source_document_id, work_item_id, part_no

),

-- The total of a paragraph says of how many years: 4年合計約需.
paragraph_totals as (

    select
        source_document_id,
        work_item_id,
        item_name_zh,
        part_no,
        {{ matched_group('quote_zh', '(?:^|[^0-9])([0-9])年(?:合計)?約需', 1) }} as year_count_text,
        min(source_locator) as source_locator
    from plan_lines
    where
        table_code = 'work_item_budgets'
        and roc_year is null
        and {{ matches('quote_zh', '(?:^|[^0-9])[0-9]年(?:合計)?約需') }}
    group by
        source_document_id,
        work_item_id,
        item_name_zh,
        part_no,
        {{ matched_group('quote_zh', '(?:^|[^0-9])([0-9])年(?:合計)?約需', 1) }}

),

year_counts as (

    select
        'budget_total_year_count' as check_code,
        paragraph_totals.source_document_id,
        paragraph_totals.source_locator,
        concat_ws(
            ' ',
            paragraph_totals.work_item_id,
            paragraph_totals.item_name_zh,
            paragraph_totals.part_no
        ) as subject_zh,
        concat_ws('', paragraph_totals.year_count_text, '年') as printed_text,
        concat_ws('', paragraph_years.year_count, '年') as expected_text,
        cast(paragraph_totals.year_count_text as int) - paragraph_years.year_count
            as difference_value
    from paragraph_totals
    inner join paragraph_years
        on
            paragraph_totals.source_document_id = paragraph_years.source_document_id
            and paragraph_totals.work_item_id = paragraph_years.work_item_id
            and coalesce(paragraph_totals.part_no, '') = coalesce(paragraph_years.part_no, '')

),

-- Work without a budget is done by the staff; a budget without work is a contradiction.
budget_years as (

    select
        'budget_year_in_schedule' as check_code,
        plan_lines.source_document_id,
        plan_lines.source_locator,
        concat_ws(
            ' ',
            plan_lines.work_item_id,
            plan_lines.item_name_zh,
            concat_ws('', plan_lines.roc_year, '年（', work_item_schedule.source_locator, '）')
        ) as subject_zh,
        plan_lines.printed_text,
        case when work_item_schedule.is_active then plan_lines.printed_text else '0' end
            as expected_text,
        case when work_item_schedule.is_active then 0 else plan_lines.figure_value end
            as difference_value
    from plan_lines
    inner join work_item_schedule
        on
            plan_lines.source_document_id = work_item_schedule.source_document_id
            and plan_lines.work_item_id = work_item_schedule.work_item_id
            and plan_lines.roc_year = work_item_schedule.roc_year
    where
        plan_lines.table_code = 'budget_table_5'
        and plan_lines.expenditure_type_code = 'total'

),

unioned as (

    select * from item_names
    union all
    select * from year_counts
    union all
    select * from budget_years

),

final as (

    {{ exactly_compared('unioned') }}

)

select * from final
