import { Avatar } from "#app/components/ui/avatar.tsx";
import { Menu, type MenuItem } from "#app/components/ui/menu.tsx";

export interface UserMenuProps {
  user: { name: string; email: string; role: string; photoUrl?: string | null | undefined };
  /** Account and security; signing out last. */
  userMenu: readonly (readonly MenuItem[])[];
}

/** Who is signed in, as what, and the way out. */
export function UserMenu({ user, userMenu }: UserMenuProps) {
  return (
    <Menu
      label="Your account"
      triggerClassName="touch-target flex items-center justify-center rounded-full"
      trigger={
        <>
          <Avatar name={user.name} src={user.photoUrl} />
          <span className="sr-only">Your account: {user.name}</span>
        </>
      }
      header={
        <>
          <p className="truncate font-semibold">{user.name}</p>
          <p className="truncate text-soft text-sm">{user.email}</p>
          <p className="text-soft text-sm">{user.role}</p>
        </>
      }
      groups={userMenu}
    />
  );
}
