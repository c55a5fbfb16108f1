namespace Pacs.Core;

/// <summary>How much of a date and time a DT value states (PS3.5 §6.2).</summary>
public enum DateTimePrecision
{
    /// <summary>The year only.</summary>
    Year,
    /// <summary>Year and month.</summary>
    Month,
    /// <summary>The day.</summary>
    Day,
    /// <summary>The hour.</summary>
    Hour,
    /// <summary>The minute.</summary>
    Minute,
    /// <summary>The second.</summary>
    Second,
    /// <summary>One digit of a second's fraction.</summary>
    Tenth,
    /// <summary>Two digits.</summary>
    Hundredth,
    /// <summary>Three digits.</summary>
    Millisecond,
    /// <summary>Four digits.</summary>
    TenthOfMillisecond,
    /// <summary>Five digits.</summary>
    HundredthOfMillisecond,
    /// <summary>Six digits.</summary>
    Microsecond,
}
