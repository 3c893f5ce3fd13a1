with

budget_lines as (

    select * from {{ ref('int_budget__budget_lines_unioned') }}

),

units as (

    select * from {{ ref('stg_reference__units') }}

),

-- As printed, without its correction: the unit is what is looked at.
paragraphs as (

    select * from budget_lines
    where table_code = 'work_item_budgets'

),

table_cells as (

    select * from budget_lines
    where table_code = 'budget_table_5'

),

compared as (

    select
        'budget_unit_in_paragraph' as check_code,
        paragraphs.source_document_id,
        paragraphs.source_locator,
        concat_ws(
            ' ',
            paragraphs.item_name_zh,
            paragraphs.part_no,
            paragraphs.cost_category_zh,
            coalesce(paragraphs.roc_year || '年', '合計'),
            concat_ws('', paragraphs.expenditure_type_zh, '（', table_cells.source_locator, '）')
        ) as subject_zh,
        paragraphs.printed_text || paragraphs.unit_zh as printed_text,
        paragraphs.printed_text || table_cells.figure_unit_zh as expected_text,
        {{ in_unit(
            in_base_unit('paragraphs.printed_value', 'printed_units.multiplier')
            ~ ' - '
            ~ in_base_unit('table_cells.figure_value', 'table_units.multiplier'),
            'printed_units.multiplier'
        ) }} as difference_value
    from paragraphs
    inner join table_cells
        on
            paragraphs.source_document_id = table_cells.source_document_id
            and paragraphs.work_item_id = table_cells.work_item_id
            and coalesce(paragraphs.roc_year, 0) = coalesce(table_cells.roc_year, 0)
            and paragraphs.expenditure_type_code = table_cells.expenditure_type_code
            and paragraphs.printed_value = table_cells.figure_value
    inner join units as printed_units
        on paragraphs.unit_zh = printed_units.unit_zh
    inner join units as table_units
        on table_cells.figure_unit_zh = table_units.unit_zh

),

final as (

    {{ exactly_compared('compared') }}

)

select * from final
