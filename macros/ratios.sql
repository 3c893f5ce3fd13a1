{#- numerator / denominator as a decimal fraction; null where the denominator is zero or null. -#}
{% macro safe_ratio(numerator, denominator) -%}
    cast(
        cast({{ numerator }} as double) / nullif(cast({{ denominator }} as double), 0)
        as decimal(18, 8)
    )
{%- endmacro %}


{#- How far a target was reached: 1 for just reached, never below 0 nor above 2, so that one figure
    does not drown the others. Higher is better: actual / target. Lower is better: target / actual, and
    2 for half the target or less; of a target of zero, nothing left gives 1 and anything left 0. On
    target: 1 less the share by which it was missed. Null where there is no share to reach: a target
    below zero, or of zero unless lower is better. -#}
{% macro attainment_rate(actual, target, direction_code) -%}
    case
        when {{ actual }} is null then null
        when {{ direction_code }} = 'lower_is_better' and {{ target }} = 0
            then cast(case when {{ actual }} <= 0 then 1 else 0 end as decimal(18, 8))
        when {{ target }} <= 0 then null
        when {{ direction_code }} = 'higher_is_better'
            then cast(
                case
                    when {{ actual }} <= 0 then 0
                    when {{ actual }} >= 2 * {{ target }} then 2
                    else {{ safe_ratio(actual, target) }}
                end as decimal(18, 8)
            )
        when {{ direction_code }} = 'lower_is_better'
            then cast(
                case
                    when 2 * {{ actual }} <= {{ target }} then 2
                    else {{ safe_ratio(target, actual) }}
                end as decimal(18, 8)
            )
        when {{ direction_code }} = 'on_target'
            then cast(
                case
                    when abs({{ actual }} - {{ target }}) >= {{ target }} then 0
                    else 1 - {{ safe_ratio("abs(" ~ actual ~ " - " ~ target ~ ")", target) }}
                end as decimal(18, 8)
            )
    end
{%- endmacro %}
