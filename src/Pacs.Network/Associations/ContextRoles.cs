namespace Pacs.Network;

/// <summary>The roles one side plays for an abstract syntax (PS3.7 §D.3.3.4).</summary>
[Flags]
public enum ContextRoles
{
    /// <summary>Neither.</summary>
    None = 0,
    /// <summary>Service class user: invokes operations.</summary>
    Scu = 1,
    /// <summary>Service class provider: performs operations.</summary>
    Scp = 2,
    /// <summary>Both.</summary>
    Both = Scu | Scp,
}
