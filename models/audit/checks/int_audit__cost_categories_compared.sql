with

budget_lines as (

    select * from {{ ref('int_budget__budget_lines_unioned') }}

),

categories as (

    select
        *,
        {{ key_of(['source_document_id', 'work_item_id', 'part_no', 'expenditure_type_code']) }}
            as item_key
    from budget_lines
    where cost_category_zh is not null

),

categories_of_years as (

    select distinct
        item_key,
        cost_category_zh
    from categories
    where roc_year is not null

),

categories_of_totals as (

    select * from categories
    where roc_year is null

),

-- What the years name and the total does not.
left_over as (

    select
        categories_of_years.item_key,
        {{ dbt.listagg(
            'categories_of_years.cost_category_zh',
            "'、'",
            'order by categories_of_years.cost_category_zh',
        ) }} as cost_categories_zh
    from categories_of_years
    left join categories_of_totals
        on
            categories_of_years.item_key = categories_of_totals.item_key
            and categories_of_years.cost_category_zh = categories_of_totals.cost_category_zh
    where categories_of_totals.cost_category_zh is null
    group by categories_of_years.item_key

),

compared as (

    select
        'cost_category_of_total' as check_code,
        categories_of_totals.source_document_id,
        categories_of_totals.source_locator,
        concat_ws(
            ' ',
            categories_of_totals.item_name_zh,
            categories_of_totals.part_no,
            categories_of_totals.expenditure_type_zh
        ) as subject_zh,
        categories_of_totals.cost_category_zh as printed_text,
        coalesce(categories_of_years.cost_category_zh, left_over.cost_categories_zh)
            as expected_text,
        case when categories_of_years.cost_category_zh is null then 1 else 0 end
            as difference_value
    from categories_of_totals
    left join categories_of_years
        on
            categories_of_totals.item_key = categories_of_years.item_key
            and categories_of_totals.cost_category_zh = categories_of_years.cost_category_zh
    left join left_over
        on categories_of_totals.item_key = left_over.item_key

),

final as (

    {{ exactly_compared('compared') }}

)

select * from final
