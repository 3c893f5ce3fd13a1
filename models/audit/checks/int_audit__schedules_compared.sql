with

work_item_schedule as (

    select * from {{ ref('fct_work_item_schedule') }}

),

marks as (

    select
        'schedule_marks_and_text' as check_code,
        source_document_id,
        source_locator,
        concat_ws(' ', work_item_id, item_name_zh, concat_ws('', roc_year, '年')) as subject_zh,
        case when is_active then '▆' else '未標示' end as printed_text,
        case when deliverables_zh is null then '未標示' else '▆' end as expected_text,
        case when is_active = (deliverables_zh is not null) then 0 else 1 end as difference_value
    from work_item_schedule

),

-- A text shared by several years prints its number once. In a text of several steps, those of
-- earlier years come first.
steps as (

    select
        source_document_id,
        work_item_id,
        item_name_zh,
        min(roc_year) as roc_year,
        min(source_locator) as source_locator,
        cast(
            {{ printed_number(
                matched_group('deliverables_zh', '^(?s:.*\n)?[(]([0-9]+)[)][^\n]*', 1)
            ) }} as int
        ) as step_no
    from work_item_schedule
    where {{ matches('deliverables_zh', '^[(][0-9]') }}
    group by source_document_id, work_item_id, item_name_zh, deliverables_zh

),

numbered as (

    select
        *,
        coalesce(
            lag(step_no)
                over (partition by source_document_id, work_item_id order by roc_year),
            0
        )
        + 1 as expected_step_no
    from steps

),

step_numbers as (

    select
        'schedule_step_number' as check_code,
        source_document_id,
        source_locator,
        concat_ws(' ', work_item_id, item_name_zh, concat_ws('', roc_year, '年')) as subject_zh,
        concat_ws('', '(', step_no, ')') as printed_text,
        concat_ws('', '(', expected_step_no, ')') as expected_text,
        step_no - expected_step_no as difference_value
    from numbered

),

unioned as (

    select * from marks
    union all
    select * from step_numbers

),

final as (

    {{ exactly_compared('unioned') }}

)

select * from final
