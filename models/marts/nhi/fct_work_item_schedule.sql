with

work_item_schedule as (

    select * from {{ ref('stg_nhi_digital_upgrade_113_116__work_item_schedule') }}

),

final as (

    select
        source_document_id,
        work_item_id,
        aspect_name_zh,
        strategy_no,
        strategy_name_zh,
        item_no,
        item_name_zh,
        roc_year,
        fiscal_year,
        deliverables_zh,
        cast(
            case
                when is_active and deliverables_zh is not null
                    then {{ listed_points_count('deliverables_zh') }}
                else 0
            end as int
        ) as deliverable_count,
        is_active,
        is_deliverable_shared,
        source_locator,
        _seed_row_key
    from work_item_schedule

)

select * from final
